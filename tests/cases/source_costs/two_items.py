"""Two items of one container are two numbers, and two lengths: a test of both is settled by nothing but the items."""


def pairs(n):
    a = [0] * n
    a[0] = 5
    for i in range(n):
        for j in range(n):
            if a[i] != a[j]:
                for k in range(n):
                    print(k)


def lens(words):
    for i in range(len(words)):
        for j in range(len(words)):
            if len(words[i]) != len(words[j]):
                for k in range(len(words)):
                    print(k)


def eachtwo(n):
    a = [i for i in range(n)]
    for x in a:
        for y in a:
            if x != y:
                for k in range(n):
                    print(k)


def csr(n):
    start = [i * i for i in range(n)]
    for u in range(n - 1):
        for e in range(start[u], start[u + 1]):
            print(e)


def popped(n):
    a = [i * i for i in range(n)]
    x = a.pop()
    y = a.pop()
    for k in range(y, x):
        print(k)
