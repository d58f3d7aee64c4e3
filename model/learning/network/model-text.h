/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_MODEL_TEXT_H
#define EDGE_AI_MODEL_TEXT_H

#include <Eigen/Core>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @param [in] l2 a weight >= 0  @returns ",l2=..." as a model's text has it; "" for 0
std::string WriteL2(double l2);

/**
 * A model as text, "Name(argument,...,key=value,...)", taken apart. What stands in double quotes is
 * taken as it is, commas, brackets, blanks and "=" included; two of them in there are one.
 */
class ModelText
{
  public:
    /// @param [in] text e.g. "Mlp(32,32,10,l2=0.001)"  @throws LearningError if it has another form
    /// @param [in] kind what the text is of, for messages
    /// @param [in] form what has to be, with an example, for messages
    explicit ModelText(const std::string& text,
                       const std::string& kind = "model",
                       const std::string& form = "sizes in brackets, such as Softmax(784,10)");

    /// @returns what is before the bracket
    const std::string& GetName() const
    {
        return m_name;
    }

    /// @returns arguments without a key
    const std::vector<std::string>& GetArguments() const
    {
        return m_arguments;
    }

    /// @param [in] least number of arguments @param [in] most of them @param [in] form what is
    /// allowed
    /// @throws LearningError if there are others
    void RequireArguments(std::size_t least, std::size_t most, const std::string& form) const;
    /// @param [in] keys that the model takes  @throws LearningError naming another
    void RequireKeys(const std::vector<std::string>& keys) const;

    /**
     * @param [in] word a whole number as typed
     * @param [in] meaning what it is, for messages
     * @param [in] least allowed value  @param [in] most allowed value
     * @returns its value
     * @throws LearningError naming the text, what it is and what is allowed
     */
    Eigen::Index Read(const std::string& word,
                      const std::string& meaning,
                      Eigen::Index least,
                      Eigen::Index most) const;
    /// @param [in] key a setting, a whole number  @param [in] fallback its value without it
    /// @param [in] least allowed value  @param [in] most allowed value
    /// @returns its value  @throws LearningError like Read()
    uint32_t ReadCount(const std::string& key,
                       uint32_t fallback,
                       Eigen::Index least,
                       Eigen::Index most) const;
    /// Least value of what is more than 0, so that no formula leaves the range of a double.
    static constexpr double POSITIVE = 1e-50;
    static constexpr double LARGEST = 1e50; ///< largest value of anything, see POSITIVE

    /**
     * @param [in] word a number as typed  @param [in] meaning what it is, for messages
     * @param [in] least allowed value, >= 0; with 0 allowed are 0, and POSITIVE and more
     * @param [in] most allowed value
     * @returns its value
     * @throws LearningError naming the text, what it is and what is allowed, if it is another one
     */
    double ReadNumber(const std::string& word,
                      const std::string& meaning,
                      double least,
                      double most = LARGEST) const;
    /// @param [in] key a setting  @param [in] fallback its value without it
    /// @param [in] least allowed value  @param [in] most allowed value
    /// @returns its value  @throws LearningError like ReadNumber()
    double ReadAmount(const std::string& key,
                      double fallback,
                      double least = 0,
                      double most = LARGEST) const;
    /// @param [in] key a setting  @param [in] words it may be, the first without it
    /// @returns which of them  @throws LearningError if it is another one
    std::size_t ReadChoice(const std::string& key, const std::vector<std::string>& words) const;
    /// @returns value of key l2, 0 without it  @throws LearningError if it is not >= 0 and finite
    double ReadL2() const;
    /// @param [in] key a key @param [in] fallback without it @returns its value
    std::string Get(const std::string& key, const std::string& fallback) const;
    /// @param [in] what is wrong and what is allowed  @throws LearningError always
    [[noreturn]] void Refuse(const std::string& what) const;

  private:
    /// @param [in] word between two commas, without blanks around it; becomes an argument or a
    /// value
    void Take(const std::string& word);

    std::string m_kind;                          ///< what it is of
    std::string m_text;                          ///< all of it
    std::string m_name;                          ///< before the bracket
    std::vector<std::string> m_arguments;        ///< without a key
    std::map<std::string, std::string> m_values; ///< with a key
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_MODEL_TEXT_H
