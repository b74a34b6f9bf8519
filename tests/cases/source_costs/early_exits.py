"""Loops that a line may leave: behind each function the growth of its worst case, or what it is at most."""


def covered_by_bits(xs):  # O(n**2)
    for _ in xs:
        for x in xs:
            if x & 1 in (0, 1):
                return True
    return False


def flag_of_both(xs):  # O(n)
    found = False
    for x in xs:
        if x > 0:
            found = True
        if x <= 0:
            found = True
        if found:
            break
    return found


def squares_modulo(xs):  # O(n)
    for x in xs:
        if x * x % 4 == 0:
            return 1
        if x * x % 4 == 1:
            return 2
    return 0


def parsed(xs):  # Theta(1)
    for x in xs:
        text = str(x)
        if len(text) > 0:
            return text
    return ""


def pigeons(xs):  # O(n)
    seen = set()
    for x in xs:
        if x % 100 in seen:
            return True
        seen.add(x % 100)
    return False


def any_of_all(xs):  # O(n)
    return any(x > 3 or x < 5 for x in xs)


def raising(xs):  # O(n)
    for x in xs:
        if not (x < 0 or x > -1):
            continue
        raise ValueError


def by_two_names(xs):  # O(n)
    done = False
    i = 0
    while i < len(xs) and not done:
        low = xs[i] < 10
        high = xs[i] >= 10
        done = low or high
        i += 1
    return i


def found(xs, key):  # Theta(n)
    for x in xs:
        if x == key:
            return x
    return None


def rising(xs):  # Theta(n)
    for i in range(len(xs) - 1):
        if xs[i] > xs[i + 1]:
            return i
    return None


def in_two_lists(a, b):  # Theta(m*n)
    for x in a:
        for y in b:
            if x == y:
                return True
    return False


def flagged(xs, key):  # O(n)
    found = False
    i = 0
    while i < len(xs) and not found:
        if xs[i] == key:
            found = True
        i += 1
    return found


def balanced(text):  # Theta(n)
    depth = 0
    for c in text:
        if c == "(":
            depth += 1
        elif c == ")":
            depth -= 1
            if depth < 0:
                return False
    return depth == 0


def in_chain(node, key):  # Theta(n)
    while node is not None and node.key != key:
        node = node.next
    return node


def every_one(xs, low, high):  # Theta(n)
    return all(low <= x <= high for x in xs)


def doubled(xs):  # Theta(n)
    seen = set()
    for x in xs:
        if x in seen:
            return x
        seen.add(x)
    return None


def for_else(rows, key):  # O(k*n)
    for row in rows:
        for x in row:
            if x == key:
                break
        else:
            continue
        return True
    return False


def three_of_four(xs):  # O(n)
    for i in range(3, len(xs)):
        rests = [xs[i] % 3, xs[i - 1] % 3, xs[i - 2] % 3, xs[i - 3] % 3]
        if len(set(rests)) < 4:
            return i
    return None


def both_in_braces(xs):  # O(n)
    for x in xs:
        if len({x, x}) < 2:
            return x
    return None


def comprehended(xs):  # O(n)
    for x in xs:
        if len({y % 2 for y in (x, x + 1, x + 2)}) < 3:
            return x
    return None


def a_thousand_rounds(xs):  # O(n)
    total = 0
    for x in xs:
        total += 1 + x * x
        if total > 1000:
            return total
    return None


def gone_into_by_no_bit(xs):  # O(n**2)
    count = 0
    for x in xs:
        if x & 1 in (2, 3):
            for _ in xs:
                count += 1
    return count


def above_the_largest(xs):  # O(n**2)
    best, count = max(xs), 0
    for x in xs:
        if x > best:
            best = x
            for _ in xs:
                count += 1
    return count


def five_remainders(xs):  # O(n**2)
    met, count = set(), 0
    for x in xs:
        if x % 5 not in met:
            met.add(x % 5)
            for _ in xs:
                count += 1
    return count


def out_of_order(xs):  # O(n**2)
    xs, count = sorted(xs), 0
    for i in range(len(xs) - 1):
        if xs[i] > xs[i + 1]:
            for _ in xs:
                count += 1
    return count


def new_largest(xs):  # Theta(n**2)
    best, count = 0, 0
    for x in xs:
        if x > best:
            best = x
            for _ in xs:
                count += 1
    return count


def of_one_kind(text):  # Theta(n**2)
    count = 0
    for c in text:
        if c == "#":
            for _ in text:
                count += 1
    return count


def asks_for_itself(xs):  # O(n)
    return found(xs, xs[0])


def both_parities(n):  # O(n)
    for i in range(2, n):
        if n % 2 == 0:
            return i
        if (n + 1) % 2 == 0:
            return i
    return n


def left_in_the_first_call(xs, i):  # O(n)
    if i >= len(xs):
        return False
    if xs[i] & 1 in (0, 1):
        return True
    return left_in_the_first_call(xs, i + 1)


def asked_call_by_call(xs, key, i):  # Theta(n)
    if i >= len(xs):
        return False
    if xs[i] == key:
        return True
    return asked_call_by_call(xs, key, i + 1)


def seven_keys(xs):  # O(n**2)
    last, count = {}, 0
    for x in xs:
        last[x % 7] = x
    for _ in last:
        for _ in xs:
            count += 1
    return count


def five_rests(xs):  # O(n**2)
    count = 0
    for _ in {x % 5 for x in xs}:
        for _ in xs:
            count += 1
    return count


def all_keys(xs):  # Theta(n**2)
    last, count = {}, 0
    for x in xs:
        last[x] = x
    for _ in last:
        for _ in xs:
            count += 1
    return count


def levels(root):  # Theta(n)
    waiting, out = [root], []
    while waiting:
        node = waiting.pop()
        out.append(node.key)
        if node.left is not None:
            waiting.append(node.left)
        if node.right is not None:
            waiting.append(node.right)
    return out


def leaves_where_it_is_long(xs):  # O(n**2)
    for x in xs:
        for y in xs:
            if len(xs) > 20:
                return x + y
    return 0


def leaves_where_it_is_long_behind_a_dear_loop(xs):  # O(n**3)
    s = 0
    for x in xs:
        for y in xs:
            s += x * y
    for x in xs:
        for y in xs:
            for z in xs:
                if len(xs) > 50:
                    return s + x + y + z
    return 0


def counts_of_remainders_reach_a_hundred(xs):  # O(n)
    d = {}
    for x in xs:
        d[x % 3] = d.get(x % 3, 0) + 1
        if d[x % 3] > 100:
            return x
    return 0


def falls_from_a_large_number(xs):  # O(n)
    before = 10**4
    for x in xs:
        if x < 0 or x >= before:
            return x
        before = x
    return before


def rises_to_a_large_number(xs):  # O(n)
    before = -1
    for x in xs:
        if not before < x < 5000:
            return x
        before = x
    return before


def stops_beyond_a_large_item(xs):  # Theta(n)
    best = 10**9
    for x in xs:
        if x > 10**9:
            break
        best = min(best, x)
    return best


def different_items_are_all_alike(xs):  # O(n**2)
    for x in set(xs):
        for y in xs:
            if x != y:
                return 1
    return 0


def sorted_different_items_are_all_alike(xs):  # O(n**2)
    for x in sorted(set(xs)):
        for y in xs:
            if x != y:
                break
    return 0


def positive_items_end_it(xs):  # O(n**2)
    for x in [x for x in xs if x > 0]:
        for y in xs:
            if y > 0:
                return x
    return 0


def different_items_and_one_looked_for(xs):  # Theta(n**2)
    for x in set(xs):
        for y in xs:
            if y == -3:
                return x
    return 0
