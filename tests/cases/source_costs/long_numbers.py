"""Numbers whose digits grow as a size does are not written in one step."""

import math


def power(n):
    return str(2**n)


def product(n):
    print(math.factorial(n))


def counted(n):
    return len(str(math.factorial(n)))


def square(n):
    return str(n**2)


def many(n):
    for i in range(n):
        print(2**i)


def chosen(n, k):
    return math.factorial(n) // (math.factorial(k) * math.factorial(n - k))


def orders(n):
    for i in range(math.factorial(n)):
        print(i)
