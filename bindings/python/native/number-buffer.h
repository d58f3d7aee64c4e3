/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_NUMBER_BUFFER_H
#define EDGE_AI_NUMBER_BUFFER_H

#include <cstring>
#include <pybind11/pybind11.h>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// A buffer that is given back.
class Buffer
{
  public:
    explicit Buffer(PyObject* object)
        : m_open(PyObject_CheckBuffer(object) && !PyBytes_Check(object) &&
                 !PyByteArray_Check(object) &&
                 PyObject_GetBuffer(object, &m_view, PyBUF_STRIDES | PyBUF_FORMAT) == 0)
    {
        PyErr_Clear();
    }

    ~Buffer()
    {
        if (m_open)
        {
            PyBuffer_Release(&m_view);
        }
    }

    Buffer(const Buffer&) = delete;
    Buffer& operator=(const Buffer&) = delete;

    /// @returns null where there is none
    const Py_buffer* Get() const
    {
        return m_open ? &m_view : nullptr;
    }

  private:
    Py_buffer m_view{};
    bool m_open;
};

template <typename Number>
inline void
CopyNumbers(const Py_buffer& view, std::vector<double>& numbers)
{
    const auto* at = static_cast<const char*>(view.buf);
    for (Py_ssize_t i = 0; i < view.shape[0]; ++i, at += view.strides[0])
    {
        Number number;
        std::memcpy(&number, at, sizeof number);
        numbers.push_back(static_cast<double>(number));
    }
}

/// @returns whether the buffer is of one dimension and numbers, which are appended
inline bool
CopyBuffer(const Py_buffer& view, std::vector<double>& numbers)
{
    if (view.ndim != 1 || !view.format || std::strlen(view.format) != 1)
    {
        return false;
    }
    switch (view.format[0])
    {
    case 'd':
        CopyNumbers<double>(view, numbers);
        return true;
    case 'f':
        CopyNumbers<float>(view, numbers);
        return true;
    case 'i':
        CopyNumbers<int>(view, numbers);
        return true;
    case 'l':
        CopyNumbers<long>(view, numbers);
        return true;
    case 'q':
        CopyNumbers<long long>(view, numbers);
        return true;
    case 'L':
        CopyNumbers<unsigned long>(view, numbers);
        return true;
    default:
        return false;
    }
}

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_NUMBER_BUFFER_H
