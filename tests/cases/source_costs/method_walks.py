# ruff: noqa: E712
"""Walks over a graph by a method that calls itself."""

from collections import defaultdict


class Graph:
    def __init__(self, vertices):
        self.vertices = vertices
        self.graph = defaultdict(list)

    def enter(self, v, visited):
        visited[v] = True
        for i in self.graph[v]:
            if visited[i] == False:
                self.enter(i, visited)

    def enter_unless(self, v, visited):
        visited[v] = True
        for i in self.graph[v]:
            if not visited[i]:
                self.enter_unless(i, visited)

    def enter_set(self, v, visited):
        visited.add(v)
        for i in self.graph[v]:
            if i not in visited:
                self.enter_set(i, visited)

    def components(self):
        visited = [False] * self.vertices
        for v in range(self.vertices):
            if visited[v] == False:
                self.enter(v, visited)

    def components_unless(self):
        visited = [False] * self.vertices
        for v in range(self.vertices):
            if not visited[v]:
                self.enter_unless(v, visited)

    def components_of_set(self):
        visited = set()
        for v in range(self.vertices):
            if v not in visited:
                self.enter_set(v, visited)

    def paths(self, v, end, visited):
        visited[v] = True
        if v != end:
            for i in self.graph[v]:
                if not visited[i]:
                    self.paths(i, end, visited)
        visited[v] = False
