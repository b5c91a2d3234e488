-- expect: is no name such as
require 'lib...etc.passwd'
return {}
