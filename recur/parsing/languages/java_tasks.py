from recur.model import source_tree as tree


class JavaTasks:
    def __init__(
        self, file: tree.SourceFile, supers: dict[str, str], fields: dict[str, tuple[tree.FormalParameter, ...]]
    ) -> None:
        self._file = file

    def file(self) -> tree.SourceFile:
        return self._file
