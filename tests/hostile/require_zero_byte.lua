-- expect: zero byte
require 'lib.a\0../b'
return {}
