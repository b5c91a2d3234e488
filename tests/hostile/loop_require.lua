-- expect: requires itself
require 'lib.self'
return {}
