# SPDX-License-Identifier: GPL-2.0-only
"""Operators that stand for several others: a file's own functions, and branches of If."""

import onnx

GRAPHS = (onnx.AttributeProto.GRAPH, onnx.AttributeProto.GRAPHS)


def get_subgraphs(proto):
    """The graphs an operator holds."""
    return [graph for attribute in proto.attribute if attribute.type in GRAPHS
            for graph in ([attribute.g] if attribute.type == onnx.AttributeProto.GRAPH
                          else attribute.graphs)]


def get_defined(graph):
    """Names a graph gives to values of its own."""
    names = {value.name for value in graph.input}
    names.update(tensor.name for tensor in graph.initializer)
    for proto in graph.node:
        names.update(proto.output)
    return names


def get_read(proto):
    """Names an operator reads, also in the graphs it holds."""
    names = {name for name in proto.input if name}
    for graph in get_subgraphs(proto):
        inner = {value.name for value in graph.output}
        for node in graph.node:
            inner |= get_read(node)
        names |= inner - get_defined(graph)
    return names


def rename(proto, names):
    """An operator with other names for its values; inner graphs keep those of their own."""
    copy = onnx.NodeProto()
    copy.CopyFrom(proto)
    copy.input[:] = [names.get(name, name) for name in proto.input]
    copy.output[:] = [names.get(name, name) for name in proto.output]
    for graph in get_subgraphs(copy):
        own = get_defined(graph)
        outer = {old: new for old, new in names.items() if old not in own}
        nodes = [rename(node, outer) for node in graph.node]
        del graph.node[:]
        graph.node.extend(nodes)
        for value in graph.output:
            value.name = outer.get(value.name, value.name)
    return copy


def expand_function(call, function, label):
    """The operators of a function, for one call of it."""
    names = {}
    for i, name in enumerate(function.input):
        names[name] = call.input[i] if i < len(call.input) else ""
    for i, name in enumerate(function.output):
        names[name] = call.output[i] if i < len(call.output) and call.output[i] else label + name
    for proto in function.node:
        for name in proto.output:
            if name:
                names.setdefault(name, label + name)
    given = {attribute.name: attribute for attribute in call.attribute}
    nodes = []
    for proto in function.node:
        copy = rename(proto, names)
        copy.name = label + proto.name if proto.name else ""
        attributes = []
        for attribute in copy.attribute:
            if not attribute.ref_attr_name:
                attributes.append(attribute)
            elif attribute.ref_attr_name in given:
                value = onnx.AttributeProto()
                value.CopyFrom(given[attribute.ref_attr_name])
                value.name = attribute.name
                attributes.append(value)
        copy.ClearField("attribute")
        copy.attribute.extend(attributes)
        nodes.append(copy)
    return nodes


def expand_branch(call, branch, label):
    """The operators of a branch, and its constants by their new names."""
    names = {name: label + name for name in get_defined(branch) if name}
    nodes = [rename(proto, names) for proto in branch.node]
    for inner, outer in zip(branch.output, call.output):
        if outer:
            nodes.append(onnx.helper.make_node("Identity", [names.get(inner.name, inner.name)],
                                               [outer]))
    return nodes, {names[tensor.name]: tensor for tensor in branch.initializer}
