"""Loops that go on while one of several tests holds, walks by arrays of marks, and chains of nodes that grow."""


def merge_or(a, b):
    out = []
    i = j = 0
    while i < len(a) or j < len(b):
        if j == len(b) or (i < len(a) and a[i] <= b[j]):
            out.append(a[i])
            i += 1
        else:
            out.append(b[j])
            j += 1
    return out


def merge_or2(a, b):
    out = []
    i = j = 0
    while i < len(a) or j < len(b):
        if i < len(a) and (j >= len(b) or a[i] <= b[j]):
            out.append(a[i])
            i += 1
        else:
            out.append(b[j])
            j += 1
    return out


def merge_or3(a, b):
    out = []
    i = 0
    j = 0
    while i < len(a) or j < len(b):
        if i == len(a):
            out.append(b[j])
            j += 1
        elif j == len(b) or a[i] < b[j]:
            out.append(a[i])
            i += 1
        else:
            out.append(b[j])
            j += 1
    return out


def wrong_or(a, b):
    i = j = 0
    while i < len(a) or j < len(b):
        if i < j:
            i += 1
        else:
            j += 1


def wrong_or2(n, m):
    i = j = 0
    while i < n or j < m:
        i += 1
        j -= 1


def minimum(node):
    while node.left:
        node = node.left
    return node


def minimum2(node):
    while node.left is not None:
        node = node.left
    return node.val


def dfs_matrix(graph, u, visited):
    visited[u] = True
    for v in range(len(graph)):
        if graph[u][v] and not visited[v]:
            dfs_matrix(graph, v, visited)


def bfs_matrix(graph, s):
    n = len(graph)
    dist = [-1] * n
    dist[s] = 0
    queue = [s]
    while queue:
        u = queue.pop(0)
        for v in range(n):
            if graph[u][v] and dist[v] == -1:
                dist[v] = dist[u] + 1
                queue.append(v)
    return dist


def components(graph):
    n = len(graph)
    seen = [False] * n
    count = 0
    for s in range(n):
        if not seen[s]:
            count += 1
            stack = [s]
            seen[s] = True
            while stack:
                u = stack.pop()
                for v in range(n):
                    if graph[u][v] and not seen[v]:
                        seen[v] = True
                        stack.append(v)
    return count


def provinces(m):
    seen = [False] * len(m)

    def dfs(u):
        seen[u] = True
        for v in range(len(m)):
            if m[u][v] == 1 and not seen[v]:
                dfs(v)

    count = 0
    for i in range(len(m)):
        if not seen[i]:
            dfs(i)
            count += 1
    return count


def add_lists(l1, l2):
    out = []
    while l1 or l2:
        if l1:
            out.append(l1.val)
            l1 = l1.next
        if l2:
            out.append(l2.val)
            l2 = l2.next
    return out


def add_bin(a, b):
    i, j = len(a) - 1, len(b) - 1
    carry = 0
    out = []
    while i >= 0 or j >= 0:
        s = carry
        if i >= 0:
            s += int(a[i])
            i -= 1
        if j >= 0:
            s += int(b[j])
            j -= 1
        out.append(s % 2)
        carry = s // 2
    return out


def min_sub_len(target, nums):
    left = 0
    total = 0
    best = len(nums) + 1
    for right, x in enumerate(nums):
        total += x
        while total >= target:
            best = min(best, right - left + 1)
            total -= nums[left]
            left += 1
    return best


def window(s):
    seen = set()
    left = 0
    best = 0
    for right in range(len(s)):
        while s[right] in seen:
            seen.remove(s[left])
            left += 1
        seen.add(s[right])
        best = max(best, right - left + 1)
    return best


def reset(seen):
    for i in range(len(seen)):
        seen[i] = False


def each_anew(graph, seen):
    for s in range(len(graph)):
        reset(seen)
        dfs_matrix(graph, s, seen)


def each_anew2(graph, seen):
    for s in range(len(graph)):
        for i in range(len(seen)):
            seen[i] = False
        dfs_matrix(graph, s, seen)


def each_anew4(graph, seen):
    n = len(graph)
    for s in range(n):
        for i in range(n):
            seen[i] = False
        stack = [s]
        while stack:
            u = stack.pop()
            for v in range(n):
                if graph[u][v] and not seen[v]:
                    seen[v] = True
                    stack.append(v)


def each_once(graph, seen):
    for s in range(len(graph)):
        if not seen[s]:
            dfs_matrix(graph, s, seen)


def adj(graph, u, seen):
    seen.add(u)
    for v in graph[u]:
        if v not in seen:
            adj(graph, v, seen)


def adj_once(graph, seen):
    for s in graph:
        if s not in seen:
            adj(graph, s, seen)


def two(n, m):
    i = j = 0
    while i < n and j < m:
        i += 1
        j += 1


def lists(l1, l2):
    n = 0
    while l1 and l2:
        n += l1.val * l2.val
        l1 = l1.next
        l2 = l2.next
    return n


def arrays(a, b):
    i = 0
    while i < len(a) and i < len(b):
        i += 1
    return i


def sure(a, n):
    i = 0
    k = n
    s = 0
    while i < n and s < n:
        s += a[i]
        i += 1
    while k > 0 and i >= 0:
        k -= 1
    i = 0
    while i < n and i < 2 * n:
        i += 1


def half(n, m):
    j = m
    while n > 1 and j > 0:
        n //= 2
        j -= 1


class Node:
    def __init__(self, v):
        self.v = v
        self.next = None


def append(head, v):
    cur = head
    while cur.next:
        cur = cur.next
    cur.next = Node(v)


def fill(head, n):
    for i in range(n):
        append(head, i)


def fill2(head, n):
    for i in range(n):
        cur = head
        while cur.next:
            cur = cur.next
        cur.next = Node(i)


def add(l1, l2):
    head = Node(0)
    cur = head
    while l1 and l2:
        cur.next = Node(l1.v + l2.v)
        cur = cur.next
        l1 = l1.next
        l2 = l2.next
    return head.next


def merge(l1, l2):
    head = Node(0)
    cur = head
    while l1 and l2:
        if l1.v < l2.v:
            cur.next = l1
            l1 = l1.next
        else:
            cur.next = l2
            l2 = l2.next
        cur = cur.next
    cur.next = l1 or l2
    return head.next


def mirror(root):
    if root is None:
        return None
    left = mirror(root.left)
    right = mirror(root.right)
    root.left = right
    root.right = left
    return root


def length(head):
    n = 0
    while head:
        n += 1
        head = head.next
    return n


def twice(head, v):
    append(head, v)
    return length(head)


class BST:
    def __init__(self):
        self.root = None

    def insert(self, val):
        node = Node(val)
        if self.root is None:
            self.root = node
            return
        cur = self.root
        while True:
            if val < cur.val:
                if cur.left is None:
                    cur.left = node
                    return
                cur = cur.left
            else:
                if cur.right is None:
                    cur.right = node
                    return
                cur = cur.right

    def find(self, val):
        cur = self.root
        while cur is not None and cur.val != val:
            cur = cur.left if val < cur.val else cur.right
        return cur

    def height(self, node):
        if node is None:
            return 0
        return 1 + max(self.height(node.left), self.height(node.right))

    def total(self):
        return self.height(self.root)

    def is_empty(self):
        return self.root is None


class LinkedList:
    def __init__(self):
        self.head = None
        self.size = 0

    def append(self, val):
        node = Node(val)
        if not self.head:
            self.head = node
            return
        cur = self.head
        while cur.next:
            cur = cur.next
        cur.next = node

    def prepend(self, val):
        node = Node(val)
        node.next = self.head
        self.head = node

    def pop_front(self):
        v = self.head.val
        self.head = self.head.next
        return v

    def fill(self, n):
        for i in range(n):
            self.append(i)

    def __len__(self):
        n = 0
        cur = self.head
        while cur:
            n += 1
            cur = cur.next
        return n

    def reverse(self):
        prev = None
        cur = self.head
        while cur:
            nxt = cur.next
            cur.next = prev
            prev = cur
            cur = nxt
        self.head = prev


def failure_function(pattern):
    m = len(pattern)
    f = [0] * m
    j = 0
    for i in range(1, m):
        while j > 0 and pattern[i] != pattern[j]:
            j = f[j - 1]
        if pattern[i] == pattern[j]:
            j += 1
        f[i] = j
    return f


def matched(text, pattern):
    f = failure_function(pattern)
    j = 0
    for i in range(len(text)):
        while j > 0 and text[i] != pattern[j]:
            j = f[j - 1]
        if text[i] == pattern[j]:
            j += 1
        if j == len(pattern):
            return i - j + 1
    return -1


def table_above_its_indices(pattern):
    m = len(pattern)
    f = [0] * m
    j = 0
    for i in range(1, m):
        while j > 0 and pattern[i] != pattern[j]:
            j = f[j - 1]
        j += 2
        f[i] = j
    return f


def table_written_elsewhere(pattern, others):
    m = len(pattern)
    f = [0] * m
    j = 0
    for i in range(1, m):
        while j > 0 and pattern[i] != pattern[j]:
            j = f[j - 1]
        if pattern[i] == pattern[j]:
            j += 1
        f[i] = others[i]
    return f


def table_without_its_guard(pattern):
    m = len(pattern)
    f = [0] * m
    j = 0
    for i in range(1, m):
        while pattern[i] != pattern[j]:
            j = f[j - 1]
        j += 1
        f[i] = j
    return f
