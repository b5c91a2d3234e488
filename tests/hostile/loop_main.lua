-- expect: takes more than
while true do end
