/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_PROCESSOR_PRESETS_H
#define EDGE_AI_PROCESSOR_PRESETS_H

#include <ostream>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// Where a figure of a preset comes from.
enum class FigureBasis
{
    PAPER,     ///< a parameter of a published evaluation
    DATASHEET, ///< the maker's published figure
    MEASURED,  ///< a published measurement
    DERIVED,   ///< computed from other figures of the preset, as the note says
    ASSUMED,   ///< this module's choice; replace it if it matters to you
};

/// @param [in] basis a basis  @returns its name, e.g. "data sheet"
const char* ToString(FigureBasis basis);

/// One attribute of a preset and where it comes from.
struct PresetFigure
{
    std::string attribute;                   ///< of Processor
    std::string value;                       ///< text form, SI units
    FigureBasis basis{FigureBasis::ASSUMED}; ///< where it comes from
    std::string note;                        ///< source, or how it was derived
};

/**
 * @ingroup edge-ai
 * A processor by name. One unit stands for the whole chip: an inference runtime gives a job all
 * cores (but the units of EccServer are units to be shared out). Peak figures are peak figures;
 * scale FlopPerCycle to what your runtime reaches.
 */
struct ProcessorPreset
{
    std::string name;                  ///< of the preset
    std::string summary;               ///< one line
    std::vector<PresetFigure> figures; ///< where each number comes from
};

/// @returns all presets, in a fixed order
const std::vector<ProcessorPreset>& GetProcessorPresets();

/// @param [in] name a name  @returns the preset, nullptr if there is none
const ProcessorPreset* FindProcessorPreset(const std::string& name);

/**
 * Write every preset with the source of each figure.
 * @param [in,out] os where to
 */
void PrintProcessorPresets(std::ostream& os);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_PROCESSOR_PRESETS_H
