"""The languages that code is written in, each read into the source tree; what a language lacks a node for is named."""
