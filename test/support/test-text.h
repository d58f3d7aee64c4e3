/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_TEST_TEXT_H
#define EDGE_AI_TEST_TEXT_H

#include <fstream>
#include <iostream>
#include <iterator>
#include <sstream>
#include <string>

namespace ns3
{
namespace edgeai
{

/// @param [in] path of a file  @returns its bytes
inline std::string
ReadFile(const std::string& path)
{
    std::ifstream file(path, std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(file), {});
}

/// Keeps what this process prints on standard error.
class ErrorText
{
  public:
    ErrorText()
        : m_before(std::cerr.rdbuf(m_text.rdbuf()))
    {
    }

    ~ErrorText()
    {
        std::cerr.rdbuf(m_before);
    }

    /// @returns what was printed so far
    std::string Get() const
    {
        return m_text.str();
    }

  private:
    std::ostringstream m_text;
    std::streambuf* m_before;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_TEST_TEXT_H
