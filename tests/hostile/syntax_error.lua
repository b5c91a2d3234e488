-- expect: syntax error|unexpected symbol|expected
return {
