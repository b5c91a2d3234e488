-- expect: is not declared
score = 1
return {}
