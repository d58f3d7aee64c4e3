# SPDX-License-Identifier: GPL-2.0-only
"""From bytes to a model: versions, weights without data, constants in files beside it."""

import math
import os
import warnings

import onnx

from .notes import Refused

# Constants of at most so many elements are read and calculated with: shapes, axes, scales.
VALUE_LIMIT = 4096
DATA_FIELDS = ("raw_data", "float_data", "int32_data", "string_data", "int64_data", "double_data",
               "uint64_data")
INTEGERS = {onnx.TensorProto.INT32, onnx.TensorProto.INT64}


def get_newest():
    """The newest IR version and operator set that the installed package can check."""
    return onnx.IR_VERSION, onnx.defs.onnx_opset_version()


def get_opset(model):
    """The standard operator set a model uses."""
    return max((o.version for o in model.opset_import if o.domain in ("", "ai.onnx")), default=1)


def is_newer(model):
    """Whether a model is newer than the installed package."""
    newest_ir, newest_opset = get_newest()
    return model.ir_version > newest_ir or get_opset(model) > newest_opset


def describe_versions(model):
    """Versions of the file and of the package, for messages."""
    newest_ir, newest_opset = get_newest()
    return (f"IR version {model.ir_version} with operator set {get_opset(model)}; the installed "
            f"onnx {onnx.__version__} checks files up to IR version {newest_ir} with operator set "
            f"{newest_opset}")


def has_data(tensor):
    """Whether a tensor's values are in the file."""
    return any(len(getattr(tensor, field)) for field in DATA_FIELDS)


def require_text(message):
    """Refuses names that are no text; protobuf leaves them as bytes."""
    for field, value in message.ListFields():
        if field.type == field.TYPE_MESSAGE:
            for part in (value if field.label == field.LABEL_REPEATED else [value]):
                require_text(part)
        elif field.type == field.TYPE_STRING:
            texts = value if field.label == field.LABEL_REPEATED else [value]
            if not all(isinstance(text, str) for text in texts):
                raise Refused(f"is not a sound graph: a {field.name} is not UTF-8 text")


def read_beside(tensor, folder):
    """Reads a small constant that is stored in another file; False if it is not to be had."""
    where = {entry.key: entry.value for entry in tensor.external_data}
    location = where.get("location", "")
    inside = os.path.realpath(folder)
    path = os.path.realpath(os.path.join(inside, location))
    # Only files of the model's own folder: a model shall not make the tool read others.
    if not location or os.path.commonpath([inside, path]) != inside or not os.path.isfile(path):
        return False
    width = 4 if tensor.data_type == onnx.TensorProto.INT32 else 8
    size = width * math.prod(tensor.dims)
    try:
        with open(path, "rb") as file:
            file.seek(int(where.get("offset", "0")))
            data = file.read(size)
    except (OSError, ValueError, OverflowError):
        return False
    if len(data) != size:
        return False
    tensor.raw_data = data
    tensor.data_location = onnx.TensorProto.DEFAULT
    del tensor.external_data[:]
    return True


def set_aside(graph, folder):
    """Turns weights whose data are not in the file into inputs, so that nobody looks for them."""
    aside = []
    kept = []
    for tensor in graph.initializer:
        if any(extent < 0 for extent in tensor.dims):
            raise Refused(f"is not a sound graph: the constant '{tensor.name}' has the shape "
                          f"{list(tensor.dims)}")
        elements = math.prod(tensor.dims)
        if tensor.data_location == onnx.TensorProto.EXTERNAL:
            small = tensor.data_type in INTEGERS and elements <= VALUE_LIMIT
            (kept if small and read_beside(tensor, folder) else aside).append(tensor)
        else:
            # A file whose weights were taken out says no more than their shapes.
            (kept if has_data(tensor) or elements == 0 else aside).append(tensor)
    if aside:
        listed = {value.name for value in graph.input}
        del graph.initializer[:]
        graph.initializer.extend(kept)
        graph.input.extend(onnx.helper.make_tensor_value_info(t.name, t.data_type, list(t.dims))
                           for t in aside if t.name not in listed)
    return aside


def read_model(path, notes):
    """The model of a file, and its weights without data."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # protobuf's, about files that are refused below
            model = onnx.load(path, load_external_data=False)
    except OSError:
        raise
    except Exception as error:  # protobuf raises its own kinds
        raise Refused(f"is not an ONNX file ({str(error).splitlines()[0]})") from error
    if not model.graph.node:
        raise Refused("holds no operators; is it an ONNX file?")
    require_text(model)
    for sparse in model.graph.sparse_initializer:
        raise Refused(f"sparse weights ('{sparse.values.name}') are not supported")
    aside = set_aside(model.graph, os.path.dirname(os.path.abspath(path)))
    if is_newer(model):
        notes.say(f"read without the checker: {describe_versions(model)}")
        return model, aside
    try:
        onnx.checker.check_model(model)
    except Exception as error:
        raise Refused(f"is not a sound graph: {' '.join(str(error).split())[:300]}") from error
    return model, aside
