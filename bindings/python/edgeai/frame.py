# SPDX-License-Identifier: GPL-2.0-only
"""Tables as a user's Python has them: DataFrames, or records of numpy where there is no pandas."""

from . import needs


def frame(table):
    """Return {head: values} as a pandas.DataFrame or, without pandas, as a numpy.recarray."""
    try:
        import pandas
    except ImportError:
        return records(table)
    return pandas.DataFrame(table)


def records(table):
    """Return {head: values} as records of numpy."""
    numpy = needs.module("numpy", "A table")
    if not table:
        return numpy.recarray((0,), dtype=[])
    columns = [numpy.array(values) if values else numpy.array([], dtype=float) for values in table.values()]
    return numpy.rec.fromarrays(columns, names=list(table))


def plain(rows):
    """Return {head: values} of a DataFrame, of records or of such a dict."""
    if isinstance(rows, dict):
        return {name: list(values) for name, values in rows.items()}
    if hasattr(rows, "to_dict"):
        return {name: rows[name].tolist() for name in rows.columns}
    return {name: rows[name].tolist() for name in rows.dtype.names}
