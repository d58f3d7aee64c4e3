# SPDX-License-Identifier: GPL-2.0-only
# Finds an installed ns-3: sets ns3_VERSION and makes targets ns3::lib<module> (ns3::<module> from
# 3.43). Also installed with this module, for those who build on it.
#
# An ns-3 of the user's own, in CMAKE_PREFIX_PATH, ns3_DIR or /usr/local, describes itself. That of
# Debian 12 cannot be asked: its description refers to programs of another package, and to include
# folders of packages it does not depend on, and CMake refuses it unless all of them happen to be
# there. Its libraries lie where every linker looks, so they are named directly.

# No version here: ns-3's version file accepts only its own exact number.
find_package(ns3 QUIET CONFIG PATHS /usr/local NO_CMAKE_SYSTEM_PATH NO_SYSTEM_ENVIRONMENT_PATH)
if(NOT ns3_FOUND)
  set(edge_ai_ns3_library /usr/lib/${CMAKE_LIBRARY_ARCHITECTURE})
  if(EXISTS ${edge_ai_ns3_library}/libns3-core.so AND EXISTS /usr/include/ns3/core-module.h)
    include(${edge_ai_ns3_library}/cmake/ns3/ns3ConfigVersion.cmake)
    set(ns3_VERSION ${PACKAGE_VERSION})
    file(GLOB edge_ai_ns3_files ${edge_ai_ns3_library}/libns3-*.so)
    foreach(file IN LISTS edge_ai_ns3_files)
      string(REGEX REPLACE ".*/libns3-(.*)\\.so" "\\1" module ${file})
      if(NOT TARGET ns3::lib${module})
        add_library(ns3::lib${module} SHARED IMPORTED GLOBAL)
        set_target_properties(ns3::lib${module} PROPERTIES IMPORTED_LOCATION ${file})
      endif()
    endforeach()
    set(ns3_FOUND ON)
  else()
    find_package(ns3 QUIET CONFIG)
  endif()
endif()
