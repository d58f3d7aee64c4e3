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

include(${CMAKE_CURRENT_LIST_DIR}/find-ns3.cmake)
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
    # By a relative path, so that a compiler cache serves checkouts in different places.
    file(RELATIVE_PATH way ${PROJECT_BINARY_DIR}/include/ns3 ${PROJECT_SOURCE_DIR}/${header})
    set(content "#include \"${way}\"\n")
    file(GENERATE OUTPUT ${stub} CONTENT "${content}")
    string(APPEND umbrella "#include \"ns3/${name}\"\n")
  endforeach()
  file(GENERATE OUTPUT ${PROJECT_BINARY_DIR}/include/ns3/edge-ai-module.h CONTENT "${umbrella}")
endfunction()

# One ctest test per suite, by the names the sources give their suites: adding a suite re-configures.
# Where cases are longer than quick, a second one runs them all with ctest -C slow alone. Another runs the
# quick ones in valgrind with ctest -C valgrind: it sees what is done to freed memory in ns-3, too, into
# which sanitizers of this module do not look. ctest itself finds valgrind, which may be installed later.
function(edge_ai_add_suites runner)
  foreach(file IN LISTS ARGN)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/${file})
    file(STRINGS ${PROJECT_SOURCE_DIR}/${file} suites REGEX ": TestSuite\\(\"[^\"]+\"")
    file(STRINGS ${PROJECT_SOURCE_DIR}/${file} long REGEX "TEST_EXTENSIVE")
    foreach(suite IN LISTS suites)
      string(REGEX REPLACE ".*TestSuite\\(\"([^\"]+)\".*" "\\1" suite "${suite}")
      add_test(NAME ${suite} COMMAND ${runner} --suite=${suite} --verbose)
      set_tests_properties(${suite} PROPERTIES TIMEOUT 600)
      if(long)
        add_test(NAME ${suite}-slow COMMAND ${runner} --suite=${suite} --verbose --fullness=EXTENSIVE
                 CONFIGURATIONS slow
        )
        set_tests_properties(${suite}-slow PROPERTIES TIMEOUT 3600)
      endif()
      if(NOT EDGE_AI_SANITIZE)
        add_test(NAME ${suite}-valgrind
                 COMMAND valgrind -q --error-exitcode=99 --num-callers=20 $<TARGET_FILE:${runner}>
                         --suite=${suite} --verbose
                 CONFIGURATIONS valgrind
        )
        set_tests_properties(${suite}-valgrind PROPERTIES TIMEOUT 14400)
      endif()
    endforeach()
  endforeach()
endfunction()

# Needs the package onnx, which Debian installs for its own Python alone.
function(edge_ai_add_onnx_test)
  find_program(EDGE_AI_PYTHON_ONNX python3 PATHS /usr/bin NO_DEFAULT_PATH)
  if(EDGE_AI_PYTHON_ONNX)
    execute_process(
      COMMAND ${EDGE_AI_PYTHON_ONNX} -c "import numpy, onnx"
      RESULT_VARIABLE missing
      OUTPUT_QUIET ERROR_QUIET
    )
    if(missing EQUAL 0)
      set(folder ${PROJECT_SOURCE_DIR}/test/profile)
      add_test(NAME edge-ai-profile-onnx COMMAND ${EDGE_AI_PYTHON_ONNX} ${folder}/onnx_profile_test.py)
      foreach(part cases notes operator)
        add_test(NAME edge-ai-profile-onnx-${part}
                 COMMAND ${EDGE_AI_PYTHON_ONNX} ${folder}/onnx_${part}_test.py
        )
      endforeach()
    endif()
  endif()
endfunction()

# The Python package, under Debian's Python, which has numpy and the like where those are installed.
function(edge_ai_add_python_tests)
  find_program(EDGE_AI_PYTHON python3 PATHS /usr/bin NO_DEFAULT_PATH)
  if(NOT EDGE_AI_PYTHON)
    set(EDGE_AI_PYTHON ${PYTHON3})
  endif()
  foreach(part running picture campaign remark fault engine study cppyy report notebook planning
               serving environment)
    add_test(NAME edge-ai-python-${part}
             COMMAND ${EDGE_AI_PYTHON} ${PROJECT_SOURCE_DIR}/test/python/${part}_test.py
    )
    set_tests_properties(edge-ai-python-${part} PROPERTIES
                         ENVIRONMENT EDGE_AI_BUILD=${PROJECT_BINARY_DIR} TIMEOUT 600)
  endforeach()
endfunction()

# The manual and README: generated pages, references, every command. What takes minutes runs with
# ctest -C slow (./edge-ai test --slow) alone. Other releases' protocol stacks give other figures.
function(edge_ai_add_doc_tests)
  set(folder ${PROJECT_SOURCE_DIR}/test/doc)
  add_test(NAME edge-ai-doc-links COMMAND ${PYTHON3} ${folder}/link_test.py)
  set_tests_properties(edge-ai-doc-links PROPERTIES TIMEOUT 600)
  if(ns3_VERSION VERSION_EQUAL 3.37 AND NOT EDGE_AI_SANITIZE)
    add_test(NAME edge-ai-doc-pages COMMAND ${PYTHON3} ${folder}/page_test.py)
    add_test(NAME edge-ai-doc-commands COMMAND ${PYTHON3} ${folder}/commands_test.py)
    add_test(NAME edge-ai-doc-commands-slow COMMAND ${PYTHON3} ${folder}/commands_test.py --slow CONFIGURATIONS slow)
    set_tests_properties(edge-ai-doc-pages edge-ai-doc-commands PROPERTIES
                         ENVIRONMENT EDGE_AI_BUILD=${PROJECT_BINARY_DIR} TIMEOUT 1500)
    set_tests_properties(edge-ai-doc-commands-slow PROPERTIES
                         ENVIRONMENT EDGE_AI_BUILD=${PROJECT_BINARY_DIR} TIMEOUT 14400)
    # They ask for builds, as readers do; one at a time.
    set_tests_properties(edge-ai-doc-commands edge-ai-doc-commands-slow edge-ai-python-notebook PROPERTIES
                         RESOURCE_LOCK edge-ai-build)
  endif()
endfunction()

# Needs numpy, which Debian installs for its own Python alone.
function(edge_ai_add_external_tests)
  find_program(EDGE_AI_PYTHON_NUMPY python3 PATHS /usr/bin NO_DEFAULT_PATH)
  if(EDGE_AI_PYTHON_NUMPY)
    execute_process(
      COMMAND ${EDGE_AI_PYTHON_NUMPY} -c "import numpy"
      RESULT_VARIABLE missing
      OUTPUT_QUIET ERROR_QUIET
    )
    if(missing EQUAL 0)
      foreach(part client learning)
        add_test(NAME edge-ai-external-${part}
                 COMMAND ${EDGE_AI_PYTHON_NUMPY} ${PROJECT_SOURCE_DIR}/test/external_${part}_test.py
        )
        set_tests_properties(edge-ai-external-${part} PROPERTIES TIMEOUT 600 ENVIRONMENT
                             EDGE_AI_PROGRAMS=${CMAKE_RUNTIME_OUTPUT_DIRECTORY})
      endforeach()
    endif()
  endif()
endfunction()

# What the examples print and write, held against what is kept: other releases' protocol stacks give
# other figures, and under the sanitizers it takes too long.
function(edge_ai_add_golden_tests)
  if(PYTHON3 AND ns3_VERSION VERSION_EQUAL 3.37 AND NOT EDGE_AI_SANITIZE)
    foreach(file IN LISTS edge_ai_example)
      get_filename_component(name ${file} NAME_WE)
      add_test(NAME edge-ai-golden-${name}
               COMMAND ${PYTHON3} ${PROJECT_SOURCE_DIR}/test/golden/golden_test.py
                       --programs ${CMAKE_RUNTIME_OUTPUT_DIRECTORY} --only ${name}
      )
      set_tests_properties(edge-ai-golden-${name} PROPERTIES TIMEOUT 600)
    endforeach()
  endif()
endfunction()

# Command lines that an example refuses with words that the sentence has to have, and no signal; a
# second one of an example has a name of its own, "example:name".
function(edge_ai_add_refusal_test title words)
  string(REGEX REPLACE ":.*" "" program ${title})
  string(REPLACE ":" "-" name ${title})
  add_test(NAME edge-ai-refusal-${name}
           COMMAND ${CMAKE_RUNTIME_OUTPUT_DIRECTORY}/${program} ${ARGN}
           WORKING_DIRECTORY ${CMAKE_CURRENT_BINARY_DIR}
  )
  set_tests_properties(edge-ai-refusal-${name} PROPERTIES
                       PASS_REGULAR_EXPRESSION "${words}" TIMEOUT 60)
endfunction()

function(edge_ai_add_refusal_tests)
  edge_ai_add_refusal_test(laim "--devices: more than the 25 subchannels" --devices=26)
  edge_ai_add_refusal_test(laim:setup "--latencies: --setup=printed has networks, schemes and budgets"
                           --setup=printed --latencies=0.2)
  edge_ai_add_refusal_test(laim:devices "--devices: --setup=printed has .* one device"
                           --setup=printed --devices=3)
  edge_ai_add_refusal_test(noma-pair "allowed is 2 to 10000" --subchannels=1)
  edge_ai_add_refusal_test(dvfs-governors "--period: shorter than 1us" --period=0s)
  edge_ai_add_refusal_test(iovt "--planner: --objective=summed has planners"
                           --objective=summed --planner=IovtPlanner)
  edge_ai_add_refusal_test(co-inference-minimal "the trace is empty; a header row is needed"
                           --arrivals=Trace --trace=empty.csv)
  edge_ai_add_refusal_test(iovt:unused "--accuracyMin: --objective=summed looks at"
                           --objective=summed --accuracyMin=0.5)
  edge_ai_add_refusal_test(broadband-cell "nobody plans here" --schedulers=RoundRobin,Planned)
  edge_ai_add_refusal_test(noma-ecc:budgets "it uses up the budgets"
                           --planner=ns3::edgeai::LaimPlanner)
  edge_ai_add_refusal_test(co-inference-minimal:class "trace.csv:2: column .TIMESTAMP. must be seconds"
                           --arrivals=ns3::edgeai::TraceArrivals --trace=trace.csv)
  edge_ai_add_refusal_test(co-inference-minimal:attribute "trace.csv:2: column .TIMESTAMP. must be"
                           --arrivals=Trace --ns3::edgeai::TraceArrivals::File=trace.csv)
  edge_ai_add_refusal_test(co-inference-minimal:other "--trace: needs --arrivals=Trace"
                           --trace=trace.csv)
  file(WRITE ${CMAKE_CURRENT_BINARY_DIR}/trace.csv "TIMESTAMP\nx\n")
  edge_ai_add_refusal_test(noma-ecc "users.txt:2: must be a distance" --users=users.txt)
  edge_ai_add_refusal_test(external-learning "--trainers: socket needs --socket=PATH"
                           --trainers=socket)
  edge_ai_add_refusal_test(external-learning:absent "nobody takes connections at socket 'nobody'"
                           --trainers=socket --socket=nobody --links=ideal --samples=900)
  edge_ai_add_refusal_test(halp "--network: the first block of profile .ViT-B/16. cannot be divided"
                           --network=ViT-B/16 --part=methods)
  edge_ai_add_refusal_test(halp:batch "--batch: 257 is out of range" --batch=257 --part=methods)
  edge_ai_add_refusal_test(broadband-plan "--powers: 1e.06 W for each of 2 --users" --users=2 --powers=0.1,1e6)
  edge_ai_add_refusal_test(broadband-plan:far "water-filling +20 " --radius=100000 --powers=0.0001
                           --duration=0.02)
  edge_ai_add_refusal_test(broadband-multicell "nothing was received in the observed cell; --basePower"
                           --cells=2 --users=1 --duration=0.001)
  edge_ai_add_refusal_test(noma-ecc:device "--users: /dev/zero: cannot be read: it is a device"
                           --users=/dev/zero)
  edge_ai_add_refusal_test(noma-ecc:folder "--users: /: cannot be read: it is a directory" --users=/)
  edge_ai_add_refusal_test(noma-ecc:comma "--network: network .TinyYOLOv2. needs key=value"
                           --network=TinyYOLOv2@pooling=counted,)
  edge_ai_add_refusal_test(co-inference-minimal:device "--trace: /dev/zero: cannot be read: it is a device"
                           --arrivals=Trace --trace=/dev/zero)
  edge_ai_add_refusal_test(dto-ee "--table: /dev/zero: cannot be read: it is a device" --table=/dev/zero)
  edge_ai_add_refusal_test(co-inference-measured "--deviceOptions: no block .* one without a name"
                           --deviceOptions=nosuch)
  edge_ai_add_refusal_test(own-governor "--governor: there is no governor .nosuch." --governor=nosuch)
  edge_ai_add_refusal_test(families "--planner: .IovtPlanner. is a ChainPlanner" --family=round
                           --planner=IovtPlanner)
  edge_ai_add_refusal_test(laim:split "--split: 25 of the 24 blocks of --network" --split=25)
  edge_ai_add_refusal_test(fomo "--adapterWidth: 6144 is out of range" --adapterWidth=6144)
  edge_ai_add_refusal_test(hfel "--samples=1: with these --cells" --samples=1 --cells=2 --devices=1)
  edge_ai_add_refusal_test(fedqvr "--samples=90: .* 20 of --workers need 200" --samples=90)
  edge_ai_add_refusal_test(fedqvr:radio "--samples=90: .* 8 of --radioWorkers need 80" --samples=90
                           --part=radio)
  edge_ai_add_refusal_test(external-learning:samples "--samples=90: .* 10 of --workers need 100"
                           --samples=90)
  file(WRITE ${CMAKE_CURRENT_BINARY_DIR}/empty.csv "")
  file(WRITE ${CMAKE_CURRENT_BINARY_DIR}/users.txt "50 1 1\n50 nan 1\n")
endfunction()

macro(build_lib)
  cmake_parse_arguments(
    LIB "" "LIBNAME" "SOURCE_FILES;HEADER_FILES;LIBRARIES_TO_LINK;TEST_SOURCES" ${ARGN}
  )
  edge_ai_stub_headers(${LIB_HEADER_FILES})

  add_library(${LIB_LIBNAME} SHARED ${LIB_SOURCE_FILES})
  # The consumers' name for it, unless the installed ns-3 holds a module of this name itself.
  if(NOT TARGET ns3::${LIB_LIBNAME})
    add_library(ns3::${LIB_LIBNAME} ALIAS ${LIB_LIBNAME})
  endif()
  set_target_properties(${LIB_LIBNAME} PROPERTIES OUTPUT_NAME ns3-${LIB_LIBNAME})
  # As in a tree: ns-3's libraries are passed on, third-party ones stay private.
  set(ns3_libraries ${LIB_LIBRARIES_TO_LINK})
  list(FILTER ns3_libraries INCLUDE REGEX "^ns3::")
  set(other_libraries ${LIB_LIBRARIES_TO_LINK})
  list(FILTER other_libraries EXCLUDE REGEX "^ns3::")
  target_link_libraries(${LIB_LIBNAME} PUBLIC ${ns3_libraries} PRIVATE ${other_libraries})
  target_include_directories(
    ${LIB_LIBNAME} BEFORE PUBLIC $<BUILD_INTERFACE:${PROJECT_BINARY_DIR}/include>
                                 $<INSTALL_INTERFACE:include>
  )
  target_compile_features(${LIB_LIBNAME} PUBLIC cxx_std_${CMAKE_CXX_STANDARD})
  # Installed libraries were built with logging; some of their classes change size with this
  # define, so everything that includes their headers must see it too.
  target_compile_definitions(${LIB_LIBNAME} PUBLIC NS3_LOG_ENABLE)
  target_compile_definitions(
    ${LIB_LIBNAME} PUBLIC $<BUILD_INTERFACE:$<$<CONFIG:Debug>:NS3_ASSERT_ENABLE>>
  )

  enable_testing()
  add_custom_target(${LIB_LIBNAME}-tests)
  if(NOT "${LIB_TEST_SOURCES}" STREQUAL "")
    # The runner looks for its data upwards of itself, below the first folder with these two files;
    # with them here a build folder may lie anywhere.
    configure_file(VERSION ${PROJECT_BINARY_DIR}/VERSION COPYONLY)
    configure_file(LICENSE ${PROJECT_BINARY_DIR}/LICENSE COPYONLY)
    file(RELATIVE_PATH test_data ${PROJECT_BINARY_DIR} ${PROJECT_SOURCE_DIR}/test)

    add_library(${LIB_LIBNAME}-test SHARED ${LIB_TEST_SOURCES})
    # What a test checks is in the library; its own code need not be fast.
    target_compile_options(${LIB_LIBNAME}-test PRIVATE $<$<CONFIG:RelWithDebInfo>:-O1>)
    set_target_properties(${LIB_LIBNAME}-test PROPERTIES OUTPUT_NAME ns3-${LIB_LIBNAME}-test)
    target_compile_definitions(${LIB_LIBNAME}-test PRIVATE NS_TEST_SOURCEDIR="${test_data}")
    target_link_libraries(
      ${LIB_LIBNAME}-test PUBLIC ${LIB_LIBNAME} PRIVATE ${other_libraries}
    )
    # Tests over LTE are for here: in a tree the module would have to depend on it.
    if(NOT "${liblte}" STREQUAL "")
      target_link_libraries(${LIB_LIBNAME}-test PRIVATE ${liblte})
      target_compile_definitions(${LIB_LIBNAME}-test PRIVATE EDGE_AI_HAVE_LTE)
    endif()
    add_executable(${LIB_LIBNAME}-test-runner ${PROJECT_SOURCE_DIR}/test/runner/test-runner.cc)
    # Suites register themselves when the library loads: keep it although nothing refers to it.
    target_link_options(${LIB_LIBNAME}-test-runner PRIVATE -Wl,--no-as-needed)
    target_link_libraries(${LIB_LIBNAME}-test-runner PRIVATE ${LIB_LIBNAME}-test)
    add_dependencies(${LIB_LIBNAME}-tests ${LIB_LIBNAME}-test-runner)
    edge_ai_add_suites(${LIB_LIBNAME}-test-runner ${edge_ai_test})
  endif()

  find_program(PYTHON3 python3)
  if(PYTHON3)
    add_test(NAME edge-ai-command COMMAND ${PYTHON3} ${PROJECT_SOURCE_DIR}/test/command-test.py)
    add_test(NAME edge-ai-slow-class COMMAND ${PYTHON3} ${PROJECT_SOURCE_DIR}/test/slow-class-test.py)
    set_tests_properties(edge-ai-slow-class PROPERTIES ENVIRONMENT EDGE_AI_BUILD=${PROJECT_BINARY_DIR})
    add_test(NAME edge-ai-latency-import
             COMMAND ${PYTHON3} ${PROJECT_SOURCE_DIR}/test/profile/latency_import_test.py
    )
    set_tests_properties(edge-ai-latency-import PROPERTIES ENVIRONMENT
                         EDGE_AI_BLOCKS=${CMAKE_RUNTIME_OUTPUT_DIRECTORY}/edge-ai-blocks)
    # A library with the sanitizers is loaded only by programs that have them, too.
    if(NOT EDGE_AI_SANITIZE)
      add_test(NAME edge-ai-install
               COMMAND ${PYTHON3} ${PROJECT_SOURCE_DIR}/test/install_test.py ${PROJECT_BINARY_DIR}
      )
    endif()
    add_test(NAME edge-ai-house COMMAND ${PYTHON3} ${PROJECT_SOURCE_DIR}/test/house_test.py)
    add_test(NAME edge-ai-headers COMMAND ${PYTHON3} ${PROJECT_SOURCE_DIR}/test/header_test.py)
    set_tests_properties(edge-ai-headers PROPERTIES ENVIRONMENT EDGE_AI_BUILD=${PROJECT_BINARY_DIR} TIMEOUT 600)
    edge_ai_add_python_tests()
    edge_ai_add_doc_tests()
  endif()
  edge_ai_add_onnx_test()
  edge_ai_add_external_tests()
  edge_ai_add_golden_tests()
  edge_ai_add_refusal_tests()

  include(GNUInstallDirs)
  include(CMakePackageConfigHelpers)
  set(config_place ${CMAKE_INSTALL_LIBDIR}/cmake/${LIB_LIBNAME})
  install(TARGETS ${LIB_LIBNAME} EXPORT ${LIB_LIBNAME}Targets
          LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR}
  )
  install(FILES ${LIB_HEADER_FILES} ${PROJECT_BINARY_DIR}/include/ns3/edge-ai-module.h
          DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/ns3
  )
  install(EXPORT ${LIB_LIBNAME}Targets NAMESPACE edge-ai:: DESTINATION ${config_place})
  file(WRITE ${PROJECT_BINARY_DIR}/edge-aiConfig.cmake
       "include(\"\${CMAKE_CURRENT_LIST_DIR}/find-ns3.cmake\")\n"
       "include(\"\${CMAKE_CURRENT_LIST_DIR}/${LIB_LIBNAME}Targets.cmake\")\n"
  )
  write_basic_package_version_file(
    ${PROJECT_BINARY_DIR}/edge-aiConfigVersion.cmake COMPATIBILITY SameMinorVersion
  )
  install(FILES cmake/find-ns3.cmake ${PROJECT_BINARY_DIR}/edge-aiConfig.cmake
                ${PROJECT_BINARY_DIR}/edge-aiConfigVersion.cmake DESTINATION ${config_place}
  )
  # The same for programs built against this build, which nobody has to install.
  set(near ${PROJECT_BINARY_DIR}/cmake/${LIB_LIBNAME})
  export(EXPORT ${LIB_LIBNAME}Targets NAMESPACE edge-ai:: FILE ${near}/${LIB_LIBNAME}Targets.cmake)
  foreach(file cmake/find-ns3.cmake ${PROJECT_BINARY_DIR}/edge-aiConfig.cmake
               ${PROJECT_BINARY_DIR}/edge-aiConfigVersion.cmake
  )
    file(COPY ${file} DESTINATION ${near})
  endforeach()
endmacro()

macro(build_lib_example)
  cmake_parse_arguments(EXAMPLE "" "NAME" "SOURCE_FILES;LIBRARIES_TO_LINK" ${ARGN})
  add_executable(${EXAMPLE_NAME} ${EXAMPLE_SOURCE_FILES})
  # What an example has simulated is in libraries.
  target_compile_options(${EXAMPLE_NAME} PRIVATE $<$<CONFIG:RelWithDebInfo>:-Og>)
  target_link_libraries(${EXAMPLE_NAME} PRIVATE ${EXAMPLE_LIBRARIES_TO_LINK})
  add_dependencies(edge-ai-tests ${EXAMPLE_NAME})
endmacro()

# Benches compare with other solvers where those are installed, and are built only when asked for.
function(edge_ai_add_benches)
  find_package(NLopt QUIET)
  foreach(file IN LISTS ARGN)
    get_filename_component(name ${file} NAME_WE)
    # One that stands among the tests is made of what is beside it, suites aside.
    set(kit "")
    if(file MATCHES "^(test/[^/]+)/")
      set(kit ${edge_ai_test})
      list(FILTER kit INCLUDE REGEX "^(${CMAKE_MATCH_1}|test/support)/")
      list(FILTER kit EXCLUDE REGEX "-test\\.cc$")
    endif()
    add_executable(${name} EXCLUDE_FROM_ALL ${file} ${kit})
    target_link_libraries(${name} PRIVATE edge-ai ${GSL_LIBRARIES})
    if(NOT "${liblte}" STREQUAL "")
      target_link_libraries(${name} PRIVATE ${liblte})
      target_compile_definitions(${name} PRIVATE EDGE_AI_HAVE_LTE)
    endif()
    foreach(target NLopt::nlopt NLopt::nlopt_cxx)
      if(TARGET ${target})
        target_link_libraries(${name} PRIVATE ${target})
        target_compile_definitions(${name} PRIVATE EDGE_AI_HAVE_NLOPT)
        break()
      endif()
    endforeach()
  endforeach()
endfunction()
