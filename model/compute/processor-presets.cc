/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "processor-presets.h"

namespace ns3
{
namespace edgeai
{

namespace
{

constexpr auto PAPER = FigureBasis::PAPER;
constexpr auto DATASHEET = FigureBasis::DATASHEET;
constexpr auto MEASURED = FigureBasis::MEASURED;
constexpr auto DERIVED = FigureBasis::DERIVED;
constexpr auto ASSUMED = FigureBasis::ASSUMED;

const char* const LYU = "Lyu et al., arXiv 2602.13052, simulation set-up";
const char* const ECC = "reference instances of the ECC chapter";
const char* const STATIC_IS_IDLE = "equal to IdlePower, so that work adds only psi f^3";

} // namespace

const char*
ToString(FigureBasis basis)
{
    switch (basis)
    {
    case FigureBasis::PAPER:
        return "paper";
    case FigureBasis::DATASHEET:
        return "data sheet";
    case FigureBasis::MEASURED:
        return "measured";
    case FigureBasis::DERIVED:
        return "derived";
    case FigureBasis::ASSUMED:
        break;
    }
    return "assumed";
}

const std::vector<ProcessorPreset>&
GetProcessorPresets()
{
    // clang-format off
    static const std::vector<ProcessorPreset> presets{
        {"Mobile",
         "four-core mobile processor with an energy constant of mobile-edge computing studies",
         {{"OperatingPoints", "1e8..2e9", ASSUMED, "0.1 to 2 GHz"},
          {"PowerCoefficient", "1e-28", PAPER,
           "effective capacitance of doi 10.1038/s41598-025-96272-4, table 1; usual in studies of "
           "mobile-edge computing"},
          {"FlopPerCycle", "32", ASSUMED,
           "four cores, each one 128-bit single-precision multiply-add per cycle (8 FLOP)"},
          {"MemorySize", "8e9", ASSUMED, "8 GB"}}},
        {"RaspberryPi4",
         "Raspberry Pi 4 Model B, four Cortex-A72, whole board",
         {{"OperatingPoints", "6e8 7e8 8e8 9e8 1e9 1.1e9 1.2e9 1.3e9 1.4e9 1.5e9", DATASHEET,
           "600 to 1500 MHz; steps of 100 MHz as Linux offers them"},
          {"FlopPerCycle", "32", DERIVED,
           "4 cores x one 128-bit single-precision multiply-add per cycle (8 FLOP)"},
          {"MemoryBandwidth", "12.8e9", DERIVED, "32 bit of LPDDR4 at 3200 MT/s, peak"},
          {"MemorySize", "4e9", DATASHEET, "the 4 GB model"},
          {"IdlePower", "2.7", MEASURED, "board idle, 540 mA at 5 V (Pi Dramble benchmarks)"},
          {"StaticPower", "2.7", DERIVED, STATIC_IS_IDLE},
          {"PowerCoefficient", "1.0963e-27", DERIVED,
           "(6.4 W - IdlePower) / (1.5e9)^3; 6.4 W is the board with all four cores busy, "
           "1280 mA at 5 V (Pi Dramble benchmarks)"}}},
        {"JetsonNano",
         "NVIDIA Jetson Nano module, GPU in half precision, 10 W mode",
         {{"OperatingPoints", "7.68e7..9.216e8", DATASHEET, "GPU clock, largest 921.6 MHz"},
          {"FlopPerCycle", "512", DERIVED,
           "128 cores x 2 half-precision lanes x multiply-add; 472 GFLOP/s at the largest clock"},
          {"MemoryBandwidth", "25.6e9", DATASHEET, "64 bit of LPDDR4, peak"},
          {"MemorySize", "4e9", DATASHEET, "4 GB, shared with the CPU"},
          {"IdlePower", "1.5", ASSUMED, "module idle"},
          {"StaticPower", "1.5", DERIVED, STATIC_IS_IDLE},
          {"PowerCoefficient", "1.0859e-26", DERIVED, "(10 W - IdlePower) / (9.216e8)^3"}}},
        {"JetsonXavierNX",
         "NVIDIA Jetson Xavier NX 8 GB module, GPU cores in half precision, 15 W mode",
         {{"OperatingPoints", "1.14e8..1.1e9", DATASHEET, "GPU clock, largest 1100 MHz"},
          {"FlopPerCycle", "1536", DERIVED,
           "384 cores x 2 half-precision lanes x multiply-add; tensor cores not counted"},
          {"MemoryBandwidth", "59.7e9", DATASHEET, "128 bit of LPDDR4x, peak"},
          {"MemorySize", "8e9", DATASHEET, "8 GB, shared with the CPU"},
          {"IdlePower", "3", ASSUMED, "module idle"},
          {"StaticPower", "3", DERIVED, STATIC_IS_IDLE},
          {"PowerCoefficient", "9.0158e-27", DERIVED, "(15 W - IdlePower) / (1.1e9)^3"}}},
        {"JetsonOrin",
         "NVIDIA Jetson AGX Orin 64 GB module, GPU cores in half precision, 60 W budget",
         {{"OperatingPoints", "1.147e8..1.3e9", DATASHEET, "GPU clock, largest 1.3 GHz"},
          {"FlopPerCycle", "8192", DERIVED,
           "2048 cores x 2 half-precision lanes x multiply-add; tensor cores not counted"},
          {"MemoryBandwidth", "204.8e9", DATASHEET, "256 bit of LPDDR5, peak"},
          {"MemorySize", "64e9", DATASHEET, "64 GB, shared with the CPU"},
          {"IdlePower", "9", ASSUMED, "module idle"},
          {"StaticPower", "9", DERIVED, STATIC_IS_IDLE},
          {"PowerCoefficient", "2.3213e-26", DERIVED, "(60 W - IdlePower) / (1.3e9)^3"}}},
        {"EdgeServer",
         "one-socket server processor, AMD EPYC 7302P, 16 cores, single precision",
         {{"OperatingPoints", "1.5e9..3e9", DATASHEET,
           "base clock 3.0 GHz; the least clock is this module's assumption"},
          {"FlopPerCycle", "512", DERIVED,
           "16 cores x two 256-bit single-precision multiply-adds per cycle (32 FLOP)"},
          {"MemoryBandwidth", "204.8e9", DATASHEET, "eight channels of DDR4-3200, peak"},
          {"MemorySize", "128e9", ASSUMED, "eight modules of 16 GB"},
          {"IdlePower", "60", ASSUMED, "package and memory idle"},
          {"StaticPower", "60", DERIVED, STATIC_IS_IDLE},
          {"PowerCoefficient", "3.5185e-27", DERIVED,
           "(155 W - IdlePower) / (3e9)^3; 155 W is the thermal design power"}}},
        {"GpuServer",
         "NVIDIA GeForce RTX 3090, single precision",
         {{"OperatingPoints", "2.1e8..1.695e9", DATASHEET,
           "boost clock 1695 MHz; the least clock is this module's assumption"},
          {"FlopPerCycle", "20992", DERIVED,
           "10496 cores x multiply-add; 35.58 TFLOP/s at the boost clock"},
          {"MemoryBandwidth", "936.2e9", DATASHEET, "384 bit of GDDR6X, peak"},
          {"MemorySize", "24e9", DATASHEET, "24 GB"},
          {"IdlePower", "25", ASSUMED, "board idle"},
          {"StaticPower", "25", DERIVED, STATIC_IS_IDLE},
          {"PowerCoefficient", "6.6738e-26", DERIVED,
           "(350 W - IdlePower) / (1.695e9)^3; 350 W is the graphics card power"}}},
        {"LaimDevice",
         "device of the co-inference evaluation of Lyu et al.",
         {{"OperatingPoints", "1e3..2e9", PAPER,
           "largest clock: Lyu et al., arXiv 2602.13052; any clock below it is admissible there"},
          {"FlopPerCycle", "32", PAPER, LYU},
          {"PowerCoefficient", "2e-29", PAPER, LYU},
          {"UsageEffectiveness", "1", PAPER, LYU}}},
        {"LaimServer",
         "server of the co-inference evaluation of Lyu et al.",
         {{"OperatingPoints", "1e3..1e10", PAPER,
           "largest clock: Lyu et al., arXiv 2602.13052; any clock below it is admissible there"},
          {"FlopPerCycle", "128", PAPER, LYU},
          {"PowerCoefficient", "1e-28", PAPER, LYU},
          {"UsageEffectiveness", "2", PAPER, LYU}}},
        {"EccDevice",
         "device of this module's reference instances of ECC",
         {{"OperatingPoints", "1e6..1e9", ASSUMED, ECC},
          {"FlopPerCycle", "4", ASSUMED, ECC},
          {"PowerCoefficient", "1e-27", ASSUMED, ECC}}},
        {"EccServer",
         "server of this module's reference instances of ECC: 24 computing units",
         {{"OperatingPoints", "1e6..2.5e9", ASSUMED, ECC},
          {"FlopPerCycle", "4", ASSUMED, ECC},
          {"PowerCoefficient", "5e-30", ASSUMED, ECC},
          {"Units", "24", ASSUMED, ECC},
          {"SpeedupExponent", "0.9", ASSUMED, "multicore compensation, sub-linear"},
          {"UnitPowerExponent", "2.7", DERIVED,
           "3 SpeedupExponent: r units are one at r^0.9 times the clock"}}},
    };
    // clang-format on
    return presets;
}

const ProcessorPreset*
FindProcessorPreset(const std::string& name)
{
    for (const auto& preset : GetProcessorPresets())
    {
        if (preset.name == name)
        {
            return &preset;
        }
    }
    return nullptr;
}

void
PrintProcessorPresets(std::ostream& os)
{
    for (const auto& preset : GetProcessorPresets())
    {
        os << preset.name << ": " << preset.summary << "\n";
        for (const auto& figure : preset.figures)
        {
            os << "  " << figure.attribute << " = " << figure.value << " ("
               << ToString(figure.basis) << ": " << figure.note << ")\n";
        }
    }
}

} // namespace edgeai
} // namespace ns3
