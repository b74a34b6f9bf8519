import random


def quick_sort(a):
    sort(a, 0, len(a) - 1)
    return a


def sort(a, lo, hi):
    if lo < hi:
        r = random.randint(lo, hi)
        a[r], a[hi] = a[hi], a[r]
        q = part(a, lo, hi)
        sort(a, lo, q - 1)
        sort(a, q + 1, hi)


def part(arr, low, high):
    pivot = arr[high]
    i = low - 1
    for j in range(low, high):
        if arr[j] < pivot:
            i += 1
            swap(arr, i, j)
    swap(arr, i + 1, high)
    return i + 1


def swap(b, i, j):
    t = b[i]
    b[i] = b[j]
    b[j] = t


def many(xss):
    for xs in xss:
        quick_sort(xs)


def first_sort(a):
    fsort(a, 0, len(a) - 1)


def fsort(a, lo, hi):
    if lo >= hi:
        return
    p = a[lo]
    i = lo
    for j in range(lo + 1, hi + 1):
        if a[j] < p:
            i += 1
            a[i], a[j] = a[j], a[i]
    a[lo], a[i] = a[i], a[lo]
    fsort(a, lo, i - 1)
    fsort(a, i + 1, hi)


def twice(a):
    fsort(a, 0, len(a) - 1)
    fsort(a, 0, len(a) - 1)


def median3(a, lo, hi):
    if lo < hi:
        mid = (lo + hi) // 2
        if a[mid] < a[lo]:
            a[mid], a[lo] = a[lo], a[mid]
        if a[hi] < a[lo]:
            a[hi], a[lo] = a[lo], a[hi]
        if a[hi] < a[mid]:
            a[hi], a[mid] = a[mid], a[hi]
        a[mid], a[hi] = a[hi], a[mid]
        q = part(a, lo, hi)
        median3(a, lo, q - 1)
        median3(a, q + 1, hi)


def halfdrawn(a, lo, hi):
    if lo < hi:
        r = random.randint(lo, (lo + hi) // 2)
        a[r], a[hi] = a[hi], a[r]
        q = part(a, lo, hi)
        halfdrawn(a, lo, q - 1)
        halfdrawn(a, q + 1, hi)


def merge_sort(xs):
    if len(xs) < 2:
        return xs
    m = len(xs) // 2
    return sorted(merge_sort(xs[:m]) + merge_sort(xs[m:]))


class Sorter:
    def sort_it(self, a, lo, hi):
        if lo < hi:
            q = self.partition(a, lo, hi)
            self.sort_it(a, lo, q - 1)
            self.sort_it(a, q + 1, hi)

    def partition(self, a, lo, hi):
        k = random.randrange(lo, hi + 1)
        a[k], a[hi] = a[hi], a[k]
        i = lo
        for j in range(lo, hi):
            if a[j] < a[hi]:
                if i != j:
                    a[i], a[j] = a[j], a[i]
                i += 1
        a[i], a[hi] = a[hi], a[i]
        return i


def kth(a, lo, hi, k):
    if lo >= hi:
        return a[lo]
    q = part(a, lo, hi)
    if k < q:
        return kth(a, lo, q - 1, k)
    if k > q:
        return kth(a, q + 1, hi, k)
    return a[k]


def nosplit(a, lo, hi):
    if lo < hi:
        q = part(a, lo, hi)
        nosplit(a, lo, q - 1)
        nosplit(a, lo, q - 1)


def drawn_inline(a, lo, hi):
    if lo >= hi:
        return
    r = random.randint(lo, hi)
    a[r], a[hi] = a[hi], a[r]
    p = a[hi]
    i = lo
    for j in range(lo, hi):
        if a[j] < p:
            a[i], a[j] = a[j], a[i]
            i += 1
    a[i], a[hi] = a[hi], a[i]
    drawn_inline(a, lo, i - 1)
    drawn_inline(a, i + 1, hi)


def drawn_in_a_while(a, lo, hi):
    if lo < hi:
        r = lo + random.randrange(hi - lo + 1)
        a[r], a[hi] = a[hi], a[r]
        i = lo
        j = lo
        while j <= hi - 1:
            if a[hi] >= a[j]:
                swap(a, i, j)
                i = i + 1
            j += 1
        swap(a, i, hi)
        drawn_in_a_while(a, lo, i - 1)
        drawn_in_a_while(a, i + 1, hi)


def left_early(a, lo, hi):
    if lo < hi:
        i = lo
        for j in range(lo, hi):
            if a[j] < a[hi]:
                a[i], a[j] = a[j], a[i]
                i += 1
                break
        a[i], a[hi] = a[hi], a[i]
        left_early(a, lo, i - 1)
        left_early(a, i + 1, hi)


def not_exchanged(a, lo, hi):
    if lo < hi:
        i = lo
        for j in range(lo, hi):
            if a[j] < a[hi]:
                a[i], a[j] = a[j], a[i]
                i += 1
        not_exchanged(a, lo, i - 1)
        not_exchanged(a, i + 1, hi)


def sorted_before(a, lo, hi):
    if lo < hi:
        a.sort()
        q = part(a, lo, hi)
        sorted_before(a, lo, q - 1)
        sorted_before(a, q + 1, hi)


def selected(xs, k):
    p = random.choice(xs)
    less = [x for x in xs if x < p]
    more = [x for x in xs if x > p]
    if k < len(less):
        return selected(less, k)
    if k < len(xs) - len(more):
        return p
    return selected(more, k - (len(xs) - len(more)))


def found_by_index(xs, x):
    for i in range(len(xs)):
        if xs[i] == x:
            return i
    return -1


def found_beside_its_index(xs, x):
    for i, y in enumerate(xs):
        if y == x:
            return i
    return -1


def found_and_left(xs, t):
    found = False
    for x in xs:
        if t == x:
            found = True
            break
    return found


def found_and_summed(xs, t):
    for x in xs:
        if t == x:
            return sum(xs)
    return 0


def sorted_and_found(xs, t):
    xs.sort()
    for x in xs:
        if t == x:
            return x


def found_number(xs):
    for x in xs:
        if x == 3:
            return x


def found_greater(xs, t):
    for x in xs:
        if x > t:
            return x


def found_and_went_on(xs, t):
    for x in xs:
        if x == t:
            return x
    for _y in xs:
        for _z in xs:
            pass


def found_itself(xs, t):
    for x in xs:
        if x == xs:
            return x


def found_in_each(xss, t):
    for xs in xss:
        if found_and_left(xs, t):
            return True


def quicksort_seeded_anew(xs):
    if len(xs) < 2:
        return xs
    random.seed(0)
    pivot = random.choice(xs)
    low, high = [x for x in xs if x < pivot], [x for x in xs if x > pivot]
    return [*quicksort_seeded_anew(low), pivot, *quicksort_seeded_anew(high)]
