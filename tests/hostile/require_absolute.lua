-- expect: is no name such as
require '/etc/passwd'
return {}
