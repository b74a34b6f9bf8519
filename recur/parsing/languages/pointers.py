from recur.model import source_tree as tree


def indexed(file: tree.SourceFile) -> tree.SourceFile:
    return file
