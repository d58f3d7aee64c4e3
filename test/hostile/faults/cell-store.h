/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_CELL_STORE_H
#define EDGE_AI_CELL_STORE_H

#include "fault-cell.h"

#include <cstddef>
#include <map>
#include <string>

namespace ns3
{
namespace edgeai
{

/**
 * Results of cells on disk, so that a matrix that was interrupted goes on where it was: as
 * campaigns keep their runs, a file for each, written whole or not at all, and believed only if it
 * is whole, of this build, and nothing broke.
 */
class CellStore
{
  public:
    /**
     * @param [in] folder where "cells" is made, and kept from other processes
     * @param [in] build what tells this program from others, as GetBuildMark(); "": whatever is
     * whole is believed, also what other builds found
     * @throws std::runtime_error in words if it cannot be, or another process is at work there
     */
    CellStore(const std::string& folder, const std::string& build);
    ~CellStore();

    CellStore(const CellStore&) = delete;
    CellStore& operator=(const CellStore&) = delete;

    /// @param [in] cell one  @param [out] result of it, if it is there and believed
    /// @returns whether it is
    bool Find(const FaultCell& cell, FaultResult& result);
    /// @param [in] cell one  @param [in] result of it, which takes the place of an earlier one
    /// @throws std::runtime_error in words if it cannot be written
    void Keep(const FaultCell& cell, const FaultResult& result) const;
    /// @returns how many results were not believed, by the reason: "not whole", "of another build",
    /// "failures"
    const std::map<std::string, std::size_t>& GetDisbelieved() const;

    /// @returns a mark of this program's bytes, and of those of libraries that are not the system's
    static std::string GetBuildMark();

  private:
    std::string m_folder;
    std::string m_build;
    int m_lock{-1};
    std::map<std::string, std::size_t> m_disbelieved;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_CELL_STORE_H
