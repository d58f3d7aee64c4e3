# SPDX-License-Identifier: GPL-2.0-only
# Reads sources.txt into edge_ai_source, edge_ai_header, edge_ai_private, edge_ai_test,
# edge_ai_example and edge_ai_bench.
get_filename_component(edge_ai_root "${CMAKE_CURRENT_LIST_DIR}" DIRECTORY)
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${edge_ai_root}/sources.txt")
file(STRINGS "${edge_ai_root}/sources.txt" edge_ai_lines REGEX "^[^#]")
foreach(kind source header private test example bench)
  set(edge_ai_${kind} "")
endforeach()
foreach(line IN LISTS edge_ai_lines)
  if(NOT line MATCHES "^(source|header|private|test|example|bench) +([^ ]+) *$")
    message(FATAL_ERROR "sources.txt: cannot read the line '${line}'")
  endif()
  if(CMAKE_MATCH_2 IN_LIST edge_ai_${CMAKE_MATCH_1})
    message(FATAL_ERROR "sources.txt: ${CMAKE_MATCH_2} is listed twice")
  endif()
  list(APPEND edge_ai_${CMAKE_MATCH_1} ${CMAKE_MATCH_2})
endforeach()
