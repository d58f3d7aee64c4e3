/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_CO_INFERENCE_PLACES_H
#define EDGE_AI_CO_INFERENCE_PLACES_H

#include "co-inference-device.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>

namespace ns3
{
namespace edgeai
{

/**
 * Where devices are: on which processor, medium and band. Kept while they come, ask and go, so that
 * who asks need not count the others: how many they are, and whose plan may not hold any more.
 */
class CoInferencePlaces
{
  public:
    /// @param [in] device as it is now, new or moved  @param [in] inCell whether a cell has it
    void Put(const CoInferenceDevice& device, bool inCell);
    /// @param [in] client number of a device that is gone
    void Remove(uint64_t client);
    /// Everybody is gone.
    void Clear();

    /// Something that plans follow has changed. @param [in] client number of the device
    void Touch(uint64_t client);
    /// The same of all devices.
    void TouchAll();

    /// @param [in] client number of a device
    /// @returns those on its band, by number, that were touched since their plans were compared
    /// with what is known; whoever compares them takes them out. nullptr: it has no such band
    std::set<uint64_t>* FindTouched(uint64_t client);

    /// @param [in] processor one  @returns how many devices it serves
    std::size_t CountAt(uint32_t processor) const;
    /// @param [in] medium one  @returns how many devices share it
    uint32_t CountOn(uint64_t medium) const;
    /// @returns whether a device keeps its plan for several tasks
    bool HasKeepers() const;

    /// @returns processors whose count has changed since the last call
    std::set<uint32_t> TakeProcessors();
    /// @returns whether the count of a medium has changed since the last call
    bool TakeMedia();

  private:
    using Band = CoInferenceDevice::Band;

    struct Place
    {
        uint32_t processor{0};
        std::optional<uint64_t> medium; ///< that it shares
        std::optional<Band> band;       ///< that it divides with others, outside of a cell
        bool keeps{false};              ///< its plan
    };

    struct Members
    {
        std::set<uint64_t> all;
        std::set<uint64_t> touched;
    };

    std::map<uint64_t, Place> m_places;
    std::map<uint32_t, std::size_t> m_atProcessors;
    std::map<uint64_t, uint32_t> m_onMedia;
    std::map<Band, Members> m_bands;
    std::size_t m_keepers{0};
    std::set<uint32_t> m_processors; ///< whose count has changed
    bool m_media{false};             ///< a count has changed
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_CO_INFERENCE_PLACES_H
