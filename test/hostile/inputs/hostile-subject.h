/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_HOSTILE_SUBJECT_H
#define EDGE_AI_HOSTILE_SUBJECT_H

#include "support/mutator.h"

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// What became of an input.
struct HostileVerdict
{
    /// In a word.
    enum Kind
    {
        TAKEN,   ///< it was sound, and what was made of it is
        REFUSED, ///< in words
        BROKEN,  ///< neither: the words say what is wrong
    };

    Kind kind{TAKEN};
    std::string words; ///< of a refusal, or of what is wrong

    /// @param [in] why in words  @returns a refusal, or what is wrong with it: no words, or such
    /// that cannot be read
    static HostileVerdict Refuse(const std::string& why);
    /// @param [in] what is wrong  @returns that
    static HostileVerdict Break(const std::string& what);
};

/// Something that takes what others wrote. Whatever it is, an input is taken, and then survives
/// being written and read again, or refused in words.
class HostileSubject
{
  public:
    virtual ~HostileSubject() = default;

    /// @param [in,out] draws of the input  @returns nearly sound bytes
    virtual std::string Make(Mutator& draws) = 0;
    /// @param [in] input any bytes  @returns what became of it
    virtual HostileVerdict Take(const std::string& input) = 0;
};

/// Makes a subject. @param [in] seed of its samples
using HostileMaker = std::function<std::unique_ptr<HostileSubject>(uint64_t seed)>;

/// @returns names of all subjects, sorted
std::vector<std::string> ListHostileSubjects();
/// @param [in] name of one  @param [in] seed of its samples  @returns it; aborts if there is none
std::unique_ptr<HostileSubject> MakeHostileSubject(const std::string& name, uint64_t seed);

/// Stands in the file of a subject and makes it known.
struct HostileRegistration
{
    /// @param [in] name of the subject; a folder of seeds is called so
    /// @param [in] maker makes it
    HostileRegistration(const std::string& name, HostileMaker maker);
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_HOSTILE_SUBJECT_H
