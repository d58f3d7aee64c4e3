/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "object-backend.h"

#include "number-buffer.h"
#include "printable-text.h"

#include <algorithm>
#include <cstring>
#include <limits>
#include <map>

namespace ns3
{
namespace edgeai
{

namespace
{

constexpr std::size_t SHOWN = 60; ///< letters of a value in a message

/// @returns whether an object is of a number type of numpy, or the like: no text, no list
bool
IsForeignNumber(PyObject* object)
{
    const PyNumberMethods* numbers = Py_TYPE(object)->tp_as_number;
    return numbers && (numbers->nb_float || numbers->nb_index) && !PyBool_Check(object);
}

} // namespace

PyObject*
ObjectContext::Keep(PyObject* object)
{
    if (!object)
    {
        throw pybind11::error_already_set();
    }
    m_kept.push_back(pybind11::reinterpret_steal<pybind11::object>(object));
    return object;
}

ObjectBackend::Key
ObjectBackend::MakeKey(const std::string& name)
{
    return PyUnicode_InternFromString(name.c_str());
}

bool
ObjectBackend::GetFlag(Input input, bool& flag)
{
    // numpy's own comparisons give its own truth.
    const bool isFlag = PyBool_Check(input.object) ||
                        std::strncmp(Py_TYPE(input.object)->tp_name, "numpy.bool", 10) == 0;
    if (isFlag)
    {
        flag = PyObject_IsTrue(input.object) == 1;
    }
    return isFlag;
}

bool
ObjectBackend::GetInteger(Input input, uint64_t& value, bool& negative)
{
    if (PyBool_Check(input.object) || !PyIndex_Check(input.object))
    {
        return false;
    }
    PyObject* whole = PyNumber_Index(input.object);
    if (!whole)
    {
        PyErr_Clear();
        return false;
    }
    value = PyLong_AsUnsignedLongLong(whole);
    const bool beyond = PyErr_Occurred() != nullptr;
    PyErr_Clear();
    Py_DECREF(whole);
    negative = beyond; // below 0, or more than any field holds
    value = beyond ? std::numeric_limits<uint64_t>::max() : value;
    return true;
}

bool
ObjectBackend::GetNumber(Input input, double& number)
{
    if (PyFloat_Check(input.object))
    {
        number = PyFloat_AS_DOUBLE(input.object);
        return true;
    }
    if (input.object == Py_None)
    {
        number = std::numeric_limits<double>::quiet_NaN();
        return true;
    }
    if (!IsForeignNumber(input.object))
    {
        return false;
    }
    number = PyFloat_AsDouble(input.object);
    const bool is = PyErr_Occurred() == nullptr;
    PyErr_Clear();
    return is;
}

bool
ObjectBackend::GetText(Input input, std::string& text)
{
    Py_ssize_t size = 0;
    const char* letters =
        PyUnicode_Check(input.object) ? PyUnicode_AsUTF8AndSize(input.object, &size) : nullptr;
    PyErr_Clear();
    if (letters)
    {
        text.assign(letters, static_cast<std::size_t>(size));
    }
    return letters != nullptr;
}

bool
ObjectBackend::GetNumbers(Input input, std::vector<double>& numbers)
{
    numbers.clear();
    if (PyList_CheckExact(input.object) || PyTuple_CheckExact(input.object))
    {
        const Py_ssize_t size = PySequence_Fast_GET_SIZE(input.object);
        numbers.reserve(static_cast<std::size_t>(size));
        for (Py_ssize_t i = 0; i < size; ++i)
        {
            double number;
            if (!GetNumber({PySequence_Fast_GET_ITEM(input.object, i), input.context}, number))
            {
                return false; // which one is said by who reads them one by one
            }
            numbers.push_back(number);
        }
        return true;
    }
    const Buffer buffer(input.object);
    return buffer.Get() && CopyBuffer(*buffer.Get(), numbers);
}

bool
ObjectBackend::IsTable(Input input)
{
    const Buffer buffer(input.object);
    return buffer.Get() && buffer.Get()->ndim != 1;
}

bool
ObjectBackend::GetSize(Input input, std::size_t& size)
{
    PyObject* object = input.object;
    if (!PySequence_Check(object) || PyUnicode_Check(object) || PyBytes_Check(object) ||
        PyDict_Check(object))
    {
        return false;
    }
    const Py_ssize_t count = PySequence_Size(object);
    PyErr_Clear();
    size = static_cast<std::size_t>(std::max<Py_ssize_t>(count, 0));
    return count >= 0;
}

ObjectBackend::Input
ObjectBackend::GetElement(Input input, std::size_t index)
{
    const auto at = static_cast<Py_ssize_t>(index);
    if (PyList_CheckExact(input.object) && at < PyList_GET_SIZE(input.object))
    {
        return {PyList_GET_ITEM(input.object, at), input.context};
    }
    return {input.context->Keep(PySequence_GetItem(input.object, at)), input.context};
}

bool
ObjectBackend::Open(Input input, Input& members)
{
    members.context = input.context;
    if (PyDict_Check(input.object))
    {
        members.object = input.object;
        return true;
    }
    if (PyType_Check(input.object) || PyModule_Check(input.object) ||
        PyFunction_Check(input.object))
    {
        return false;
    }
    // The object has it, and lives.
    members.object = PyObject_GenericGetDict(input.object, nullptr);
    PyErr_Clear();
    Py_XDECREF(members.object);
    return members.object != nullptr && PyDict_Check(members.object);
}

bool
ObjectBackend::Find(Input& members, Key key, Input& member)
{
    member.context = members.context;
    // Dataclasses have their fields in the order in which they are asked for.
    PyObject* next;
    Py_ssize_t at = members.at;
    if (PyDict_Next(members.object, &at, &next, &member.object) && next == key)
    {
        members.at = at;
        return true;
    }
    member.object = PyDict_GetItemWithError(members.object, key);
    if (!member.object)
    {
        PyErr_Clear();
    }
    return member.object != nullptr;
}

std::size_t
ObjectBackend::CountMembers(Input members)
{
    return static_cast<std::size_t>(PyDict_Size(members.object));
}

std::vector<std::string>
ObjectBackend::ListMembers(Input members)
{
    std::vector<std::string> names;
    PyObject* key;
    PyObject* value;
    Py_ssize_t at = 0;
    while (PyDict_Next(members.object, &at, &key, &value))
    {
        std::string name;
        names.push_back(GetText({key, members.context}, name) ? name
                                                              : Describe({key, members.context}));
    }
    return names;
}

std::string
ObjectBackend::Describe(Input input)
{
    const auto words = pybind11::reinterpret_steal<pybind11::object>(PyObject_Repr(input.object));
    std::string text;
    if (!words || !GetText({words.ptr(), input.context}, text))
    {
        PyErr_Clear();
        return std::string("an object of type ") + Py_TYPE(input.object)->tp_name;
    }
    return Shorten(text, SHOWN);
}

std::string
ObjectBackend::DescribeShape(Input input)
{
    const Buffer buffer(input.object);
    if (!buffer.Get() || buffer.Get()->ndim == 0)
    {
        return Describe(input);
    }
    std::string shape;
    for (int i = 0; i < buffer.Get()->ndim; ++i)
    {
        shape += (i > 0 ? ", " : "") + std::to_string(buffer.Get()->shape[i]);
    }
    return "of shape (" + shape + (buffer.Get()->ndim == 1 ? ",)" : ")");
}

ObjectBackend::Output
ObjectBackend::MakeFlag(bool flag)
{
    return PyBool_FromLong(flag);
}

ObjectBackend::Output
ObjectBackend::MakeInteger(uint64_t value)
{
    return PyLong_FromUnsignedLongLong(value);
}

ObjectBackend::Output
ObjectBackend::MakeNumber(double number)
{
    return PyFloat_FromDouble(number);
}

ObjectBackend::Output
ObjectBackend::MakeText(const std::string& text)
{
    return PyUnicode_DecodeUTF8(text.data(), static_cast<Py_ssize_t>(text.size()), "replace");
}

ObjectBackend::Output
ObjectBackend::MakeList(const std::vector<Output>& elements)
{
    PyObject* list = PyList_New(static_cast<Py_ssize_t>(elements.size()));
    for (std::size_t i = 0; i < elements.size(); ++i)
    {
        PyList_SET_ITEM(list, static_cast<Py_ssize_t>(i), elements[i]);
    }
    return list;
}

PyObject*&
ObjectBackend::GetClass(const std::string& name)
{
    static std::map<std::string, PyObject*> classes;
    return classes[name];
}

PyObject*&
ObjectBackend::GetTranslator()
{
    static PyObject* translator = nullptr;
    return translator;
}

void
ObjectBackend::TranslateReason(PyObject* dictionary)
{
    PyObject* reason = PyDict_GetItemString(dictionary, "reason");
    if (!GetTranslator() || !reason || PyUnicode_GetLength(reason) == 0)
    {
        return;
    }
    PyObject* words = PyObject_CallOneArg(GetTranslator(), reason);
    if (!words)
    {
        throw pybind11::error_already_set();
    }
    PyDict_SetItemString(dictionary, "reason", words);
    Py_DECREF(words);
}

ObjectBackend::Output
ObjectBackend::MakeObject(PyObject* type, PyObject* dictionary)
{
    static PyObject* const nothing = PyTuple_New(0);
    if (!type)
    {
        return dictionary;
    }
    auto* kind = reinterpret_cast<PyTypeObject*>(type);
    PyObject* object = kind->tp_new(kind, nothing, nullptr);
    if (!object || PyObject_GenericSetDict(object, dictionary, nullptr) != 0)
    {
        throw pybind11::error_already_set();
    }
    Py_DECREF(dictionary);
    return object;
}

} // namespace edgeai
} // namespace ns3
