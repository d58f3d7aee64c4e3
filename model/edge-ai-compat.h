/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_COMPAT_H
#define EDGE_AI_COMPAT_H

/**
 * @file
 * @ingroup edge-ai
 * What differs between ns-3 releases 3.35 and 3.48 and the development branch after it, in one
 * place. Everything else in the module is written once for all of them.
 *
 * EDGE_AI_NS3 is the release as an integer (335 ... 349). ns-3 itself offers no such number in its
 * headers, but deprecated.h of each release defines NS_DEPRECATED_3_<nn> for its own number.
 */

#include "ns3/deprecated.h"
#include "ns3/enum.h"
#include "ns3/event-id.h"
#include "ns3/nstime.h"
#include "ns3/simulator.h"
#include "ns3/test.h"

#include <cstdint>
#include <functional>
#include <utility>

#if defined(NS_DEPRECATED_3_49)
#define EDGE_AI_NS3 349
#elif defined(NS_DEPRECATED_3_48)
#define EDGE_AI_NS3 348
#elif defined(NS_DEPRECATED_3_47)
#define EDGE_AI_NS3 347
#elif defined(NS_DEPRECATED_3_46)
#define EDGE_AI_NS3 346
#elif defined(NS_DEPRECATED_3_45)
#define EDGE_AI_NS3 345
#elif defined(NS_DEPRECATED_3_44)
#define EDGE_AI_NS3 344
#elif defined(NS_DEPRECATED_3_43)
#define EDGE_AI_NS3 343
#elif defined(NS_DEPRECATED_3_42)
#define EDGE_AI_NS3 342
#elif defined(NS_DEPRECATED_3_41)
#define EDGE_AI_NS3 341
#elif defined(NS_DEPRECATED_3_40)
#define EDGE_AI_NS3 340
#elif defined(NS_DEPRECATED_3_39)
#define EDGE_AI_NS3 339
#elif defined(NS_DEPRECATED_3_38)
#define EDGE_AI_NS3 338
#elif defined(NS_DEPRECATED_3_37)
#define EDGE_AI_NS3 337
#elif defined(NS_DEPRECATED_3_36)
#define EDGE_AI_NS3 336
#else
#define EDGE_AI_NS3 335 ///< release of ns-3: 335 is 3.35
#endif

namespace ns3
{

// Energy classes moved into ns3::energy with 3.42; before that the namespace does not exist.
namespace energy
{
}

namespace edgeai
{

/// Where to find ns-3's energy classes, whatever the release: en::DeviceEnergyModel.
namespace en
{
using namespace ::ns3;
using namespace ::ns3::energy;
} // namespace en

/// @cond
// Not called QUICK and UNIT: inside a TestCase the old members would win over these.
#if EDGE_AI_NS3 >= 342
inline constexpr auto TEST_QUICK = TestCase::Duration::QUICK;
inline constexpr auto TEST_EXTENSIVE = TestCase::Duration::EXTENSIVE;
inline constexpr auto TEST_UNIT = TestSuite::Type::UNIT;
inline constexpr auto TEST_SYSTEM = TestSuite::Type::SYSTEM;
#else
inline constexpr auto TEST_QUICK = TestCase::QUICK;
inline constexpr auto TEST_EXTENSIVE = TestCase::EXTENSIVE;
inline constexpr auto TEST_UNIT = TestSuite::UNIT;
inline constexpr auto TEST_SYSTEM = TestSuite::SYSTEM;
#endif
/// @endcond

/**
 * MakeEnumAccessor, whose template parameter became the enumeration with 3.41.
 * @tparam E a plain enum (an enum class cannot be an attribute before 3.41)
 * @param [in] members data member, or setter and getter
 * @returns the accessor
 */
template <typename E, typename... Members>
Ptr<const AttributeAccessor>
CompatEnumAccessor(Members... members)
{
#if EDGE_AI_NS3 >= 341
    return MakeEnumAccessor<E>(members...);
#else
    return MakeEnumAccessor(members...);
#endif
}

/**
 * Schedule a function object. Simulator::Schedule takes lambdas with captures from 3.37 on only.
 * @param [in] delay time from now
 * @param [in] call what to do then
 * @returns the event
 */
inline EventId
ScheduleCall(const Time& delay, std::function<void()> call)
{
    // A pointer to a function of one argument is what every release takes.
    void (*run)(std::function<void()>) = [](std::function<void()> f) { f(); };
    return Simulator::Schedule(delay, run, std::move(call));
}

/**
 * Whether an event is still to come. EventId::IsRunning was renamed with 3.42.
 * @param [in] event the event
 * @returns true while it is scheduled
 */
inline bool
IsPending(const EventId& event)
{
    return !event.IsExpired();
}

/**
 * Leave out the flow control between a device's queue and the traffic control layer, so that no
 * queue discipline is put in front of the device. ns-3.35 always has it; there the discipline
 * passes everything on at once as long as the device's own queue does not fill.
 * @tparam H a helper that makes devices, such as PointToPointHelper
 * @param [in,out] helper the helper
 */
template <typename H>
void
CompatDisableFlowControl([[maybe_unused]] H& helper)
{
#if EDGE_AI_NS3 >= 336
    helper.DisableFlowControl();
#endif
}

/**
 * What PcapHelper::CreateFile takes as the link type of a file: a number from 3.49 on, whose names
 * for it (PcapHelper::DLT_RAW and others) are deprecated.
 * @tparam H PcapHelper, which is not known here
 */
#if EDGE_AI_NS3 >= 349
template <typename H>
using CompatLinkType = uint16_t;
#else
template <typename H>
using CompatLinkType = typename H::DataLinkType;
#endif

} // namespace edgeai
} // namespace ns3

/// override where the base class has the method, nothing before: Application::AssignStreams.
#if EDGE_AI_NS3 >= 342
#define EDGE_AI_OVERRIDE_342 override
#else
#define EDGE_AI_OVERRIDE_342
#endif

/// SpectrumPropagationLossModel::DoAssignStreams is virtual from 3.41.
#if EDGE_AI_NS3 >= 341
#define EDGE_AI_OVERRIDE_341 override
#else
#define EDGE_AI_OVERRIDE_341
#endif

/// SpectrumPropagationLossModel is given the signal's parameters from 3.37, its density before.
#if EDGE_AI_NS3 >= 337
#define EDGE_AI_LOSS_INPUT Ptr<const SpectrumSignalParameters>
#define EDGE_AI_LOSS_INPUT_PSD(input) (input)->psd ///< its density
#else
#define EDGE_AI_LOSS_INPUT Ptr<const SpectrumValue>
#define EDGE_AI_LOSS_INPUT_PSD(input) (input) ///< its density
#endif

/// SpectrumSignalParameters::Copy is const from 3.37.
#if EDGE_AI_NS3 >= 337
#define EDGE_AI_SIGNAL_COPY_CONST const
#else
#define EDGE_AI_SIGNAL_COPY_CONST
#endif

/// SpectrumPhy::GetRxAntenna was renamed, and returns any object, from 3.36.
#if EDGE_AI_NS3 >= 336
#define EDGE_AI_ANTENNA Object
#define EDGE_AI_GET_ANTENNA GetAntenna ///< its name
#else
#define EDGE_AI_ANTENNA AntennaModel
#define EDGE_AI_GET_ANTENNA GetRxAntenna ///< its name
#endif

/// MobilityModel::Copy is virtual from 3.46.
#if EDGE_AI_NS3 >= 346
#define EDGE_AI_OVERRIDE_346 override
#else
#define EDGE_AI_OVERRIDE_346
#endif

#endif // EDGE_AI_COMPAT_H
