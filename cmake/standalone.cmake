# SPDX-License-Identifier: GPL-2.0-only
# Stand-alone build: gives build_lib and build_lib_example the meaning they have inside an ns-3
# tree, on top of an installed ns-3 (Debian's libns3-dev, or a prefix given with CMAKE_PREFIX_PATH).
set(EDGE_AI_STANDALONE ON)

option(EDGE_AI_SANITIZE "Build with the address and undefined-behaviour sanitizers" OFF)

if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE RelWithDebInfo CACHE STRING "Build type" FORCE)
endif()
# ns-3's own optimised builds use -O3; -g1 keeps back-traces readable at little cost in size.
set(CMAKE_CXX_FLAGS_RELWITHDEBINFO "-O2 -g1 -DNDEBUG")

find_program(EDGE_AI_CCACHE ccache)
if(EDGE_AI_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${EDGE_AI_CCACHE})
endif()

# No version here: ns-3's version file accepts only its own exact number.
find_package(ns3 QUIET)
if(NOT ns3_FOUND)
  message(FATAL_ERROR "ns-3 is not installed. On Debian: apt-get install libns3-dev, "
                      "or run ./edge-ai, which does it; elsewhere give -DCMAKE_PREFIX_PATH=PREFIX.")
endif()
if(ns3_VERSION VERSION_LESS 3.36)
  message(FATAL_ERROR "ns-3 ${ns3_VERSION} found; stand-alone builds need 3.36 or later.")
endif()
message(STATUS "edge-ai ${PROJECT_VERSION} against installed ns-3 ${ns3_VERSION}")

if(ns3_VERSION VERSION_GREATER_EQUAL 3.46)
  set(CMAKE_CXX_STANDARD 23)
elseif(ns3_VERSION VERSION_GREATER_EQUAL 3.41)
  set(CMAKE_CXX_STANDARD 20)
else()
  set(CMAKE_CXX_STANDARD 17)
endif()
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/bin)
set(CMAKE_LIBRARY_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/lib)
add_compile_options(-Wall -Wextra)
if(EDGE_AI_SANITIZE)
  add_compile_options(-fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer)
  add_link_options(-fsanitize=address,undefined)
endif()

# lib<module> names what to link, as in a tree. The lib prefix of targets was dropped in 3.43.
foreach(module core network internet energy mobility propagation antenna spectrum point-to-point
               wifi applications flow-monitor traffic-control stats lte csma buildings
)
  if(TARGET ns3::lib${module})
    set(lib${module} ns3::lib${module})
  elseif(TARGET ns3::${module})
    set(lib${module} ns3::${module})
  endif()
endforeach()
set(libedge-ai edge-ai)

function(edge_ai_stub_headers)
  set(umbrella "// Every public header of edge-ai.\n")
  foreach(header IN LISTS ARGN)
    get_filename_component(name ${header} NAME)
    set(stub ${PROJECT_BINARY_DIR}/include/ns3/${name})
    set(content "#include \"${PROJECT_SOURCE_DIR}/${header}\"\n")
    file(GENERATE OUTPUT ${stub} CONTENT "${content}")
    string(APPEND umbrella "#include \"ns3/${name}\"\n")
  endforeach()
  file(GENERATE OUTPUT ${PROJECT_BINARY_DIR}/include/ns3/edge-ai-module.h CONTENT "${umbrella}")
endfunction()

macro(build_lib)
  cmake_parse_arguments(
    LIB "" "LIBNAME" "SOURCE_FILES;HEADER_FILES;LIBRARIES_TO_LINK;TEST_SOURCES" ${ARGN}
  )
  edge_ai_stub_headers(${LIB_HEADER_FILES})
  include_directories(BEFORE ${PROJECT_BINARY_DIR}/include)

  add_library(${LIB_LIBNAME} SHARED ${LIB_SOURCE_FILES})
  set_target_properties(${LIB_LIBNAME} PROPERTIES OUTPUT_NAME ns3-${LIB_LIBNAME})
  target_link_libraries(${LIB_LIBNAME} PUBLIC ${LIB_LIBRARIES_TO_LINK})
  # Installed libraries were built with logging; some of their classes change size with this
  # define, so everything that includes their headers must see it too.
  target_compile_definitions(${LIB_LIBNAME} PUBLIC NS3_LOG_ENABLE)
  target_compile_definitions(${LIB_LIBNAME} PUBLIC $<$<CONFIG:Debug>:NS3_ASSERT_ENABLE>)

  enable_testing()
  if(NOT "${LIB_TEST_SOURCES}" STREQUAL "")
    add_library(${LIB_LIBNAME}-test SHARED ${LIB_TEST_SOURCES})
    set_target_properties(${LIB_LIBNAME}-test PROPERTIES OUTPUT_NAME ns3-${LIB_LIBNAME}-test)
    target_compile_definitions(
      ${LIB_LIBNAME}-test PRIVATE NS_TEST_SOURCEDIR="${PROJECT_SOURCE_DIR}/test"
    )
    target_link_libraries(${LIB_LIBNAME}-test PUBLIC ${LIB_LIBNAME})
    add_executable(${LIB_LIBNAME}-test-runner ${PROJECT_SOURCE_DIR}/test/runner/test-runner.cc)
    # Suites register themselves when the library loads: keep it although nothing refers to it.
    target_link_options(${LIB_LIBNAME}-test-runner PRIVATE -Wl,--no-as-needed)
    target_link_libraries(${LIB_LIBNAME}-test-runner PRIVATE ${LIB_LIBNAME}-test)

    # One ctest test per suite, found by the names the sources give their suites.
    foreach(file IN LISTS LIB_TEST_SOURCES)
      file(STRINGS ${PROJECT_SOURCE_DIR}/${file} suites REGEX ": TestSuite\\(\"[^\"]+\"")
      foreach(suite IN LISTS suites)
        string(REGEX REPLACE ".*TestSuite\\(\"([^\"]+)\".*" "\\1" suite "${suite}")
        add_test(NAME ${suite} COMMAND ${LIB_LIBNAME}-test-runner --suite=${suite} --verbose
                                       --datadir=${PROJECT_SOURCE_DIR}/test
        )
        set_tests_properties(${suite} PROPERTIES TIMEOUT 600)
      endforeach()
    endforeach()
  endif()

  include(GNUInstallDirs)
  install(TARGETS ${LIB_LIBNAME} EXPORT ${LIB_LIBNAME}Targets
          LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR}
  )
  install(FILES ${LIB_HEADER_FILES} ${PROJECT_BINARY_DIR}/include/ns3/edge-ai-module.h
          DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/ns3
  )
endmacro()

macro(build_lib_example)
  cmake_parse_arguments(EXAMPLE "" "NAME" "SOURCE_FILES;LIBRARIES_TO_LINK" ${ARGN})
  add_executable(${EXAMPLE_NAME} ${EXAMPLE_SOURCE_FILES})
  target_link_libraries(${EXAMPLE_NAME} PRIVATE ${EXAMPLE_LIBRARIES_TO_LINK})
endmacro()
