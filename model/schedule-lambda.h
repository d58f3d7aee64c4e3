/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_SCHEDULE_LAMBDA_H
#define EDGE_AI_SCHEDULE_LAMBDA_H

/**
 * @file
 * @ingroup edge-ai
 * Lets Simulator::Schedule of ns-3.35 take lambdas, as it does from 3.36; empty for later releases.
 *
 * The templates of simulator.h see only what was declared before them, so this header has to be
 * read before all others: wscript has the compiler do that, and no file includes it.
 */

#include "ns3/deprecated.h"

#ifndef NS_DEPRECATED_3_36

#include "ns3/event-impl.h"

#include <type_traits>
#include <utility>

namespace ns3
{

/**
 * Make an event of a function object.
 * @tparam F a class that is called without arguments
 * @param [in] function what is called; a copy is kept until then
 * @returns the event
 */
template <typename F>
typename std::enable_if<std::is_class<F>::value, EventImpl*>::type
MakeEvent(F function)
{
    class Call : public EventImpl
    {
      public:
        explicit Call(F wrapped)
            : m_function(std::move(wrapped))
        {
        }

      private:
        void Notify() override
        {
            m_function();
        }

        F m_function; ///< what is called
    };

    return new Call(std::move(function));
}

} // namespace ns3

#endif // NS_DEPRECATED_3_36

#endif // EDGE_AI_SCHEDULE_LAMBDA_H
