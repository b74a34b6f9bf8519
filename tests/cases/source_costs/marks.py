"""Searches that take their marks away again, so that a vertex is entered once a path; `kept` alone never does."""


def copied(g, u, visited):
    visited.add(u)
    for v in g[u]:
        if v not in visited:
            copied(g, v, visited.copy())


def copied_anew(g, u, visited):
    visited.add(u)
    for v in g[u]:
        if v not in visited:
            copied_anew(g, v, set(visited))


def unmarked(g, u, seen):
    seen[u] = True
    for v in g[u]:
        if not seen[v]:
            unmarked(g, v, seen)
    seen[u] = False


def flipped(g, u, seen):
    seen[u] = True
    for v in g[u]:
        if not seen[v]:
            flipped(g, v, seen)
    seen[u] ^= True


def subtracted(g, u, visited):
    if u in visited:
        return
    visited.add(u)
    for v in g[u]:
        subtracted(g, v, visited)
    visited -= {u}


def deleted(g, u, visited):
    if u in visited:
        return
    visited[u] = 1
    for v in g[u]:
        deleted(g, v, visited)
    del visited[u]


def put_back(board, r, c):
    if r < 0 or r >= len(board) or c < 0 or c >= len(board[0]) or board[r][c] == "#":
        return
    old = board[r][c]
    board[r][c] = "#"
    put_back(board, r + 1, c)
    put_back(board, r - 1, c)
    put_back(board, r, c + 1)
    put_back(board, r, c - 1)
    board[r][c] = old


def kept(g, u, visited):
    visited.add(u)
    for v in g[u]:
        if v not in visited:
            kept(g, v, visited)
