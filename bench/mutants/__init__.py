"""Would a test notice? Break the product in small ways, one at a time, and run the tests on each.

`make mutants` runs it. `places` finds what can be broken, `recording` which tests come by each
place, and `trying` runs those tests on one mutant.
"""
