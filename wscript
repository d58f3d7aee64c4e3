# -*- Mode: python; py-indent-offset: 4; indent-tabs-mode: nil; coding: utf-8; -*-
# SPDX-License-Identifier: GPL-2.0-only
"""The same module for ns-3 trees that are built with waf (3.35 and before).

The files come from sources.txt, as they do with CMake.
"""

import os

MODULES = ['core', 'network', 'internet', 'energy', 'mobility', 'propagation', 'antenna', 'spectrum',
           'point-to-point', 'csma', 'wifi', 'applications', 'flow-monitor', 'traffic-control',
           'stats']

# pkg-config package, name of its flags in waf
PACKAGES = [('eigen3', 'EDGE_AI_EIGEN'), ('gsl', 'EDGE_AI_GSL'), ('sqlite3', 'EDGE_AI_SQLITE')]
HEADERS = ['boost/version.hpp', 'boost/iostreams/filter/gzip.hpp', 'nlohmann/json.hpp']


def sources(folder, kind):
    """Return the files of a kind that sources.txt lists."""
    with open(os.path.join(folder, 'sources.txt')) as lines:
        words = [line.split('#')[0].split() for line in lines]
    return [pair[1] for pair in words if len(pair) == 2 and pair[0] == kind]


def configure(conf):
    missing = [package for package, store in PACKAGES
               if not conf.check_cfg(package=package, uselib_store=store,
                                     args=['--cflags', '--libs'], mandatory=False)]
    missing += [header for header in HEADERS
                if not conf.check_nonfatal(header_name=header, compiler='cxx', features='cxx')]
    if not conf.check_cxx(lib='boost_iostreams', uselib_store='EDGE_AI_IOSTREAMS', mandatory=False):
        missing.append('boost_iostreams')
    # dladdr() is in a library of its own before glibc 2.34.
    conf.check_cxx(lib='dl', uselib_store='EDGE_AI_DL', mandatory=False)
    conf.report_optional_feature('edge-ai', 'Edge intelligence (contrib/edge-ai)', not missing,
                                 'not found: ' + ', '.join(missing))
    if missing:
        conf.env.append_value('MODULES_NOT_BUILT', ['edge-ai'])


def build(bld):
    if 'edge-ai' in bld.env['MODULES_NOT_BUILT']:
        return
    folder = bld.path.abspath()
    uses = [store for _, store in PACKAGES] + ['EDGE_AI_IOSTREAMS', 'EDGE_AI_DL']

    module = bld.create_ns3_module('edge-ai', MODULES)
    module.source = sources(folder, 'source')
    module.use.extend(uses)
    # Private headers are included by their path from here.
    own = [os.path.join(folder, place) for place in ('model', 'test')]
    module.env.append_value('INCLUDES', own)
    # The data are here, or when installed at this way from the library.
    installed = os.path.join(bld.env.DATADIR, 'edge-ai', 'data')
    module.env.append_value('DEFINES', [
        'EDGE_AI_DATA_FOLDER="%s"' % os.path.join(folder, 'data'),
        'EDGE_AI_DATA_WAY="%s"' % os.path.relpath(installed, bld.env.LIBDIR)])
    bld.install_files(installed, bld.path.ant_glob('data/**/*'), cwd=bld.path.find_dir('data'),
                      relative_trick=True)

    tests = bld.create_ns3_module_test_library('edge-ai')
    tests.source = sources(folder, 'test')
    tests.use.extend(uses)
    tests.env.append_value('INCLUDES', own)
    # ns-3 would take the folder of the last file as the place of the test data.
    tests.features = tests.features.replace('ns3testlib', '')
    place = bld.path.path_from(bld.srcnode) + '/test'
    tests.env.append_value('DEFINES', 'NS_TEST_SOURCEDIR="%s"' % place)

    headers = bld(features='ns3header')
    headers.module = 'edge-ai'
    headers.source = sources(folder, 'header')

    if bld.env.ENABLE_EXAMPLES:
        bld.recurse('examples')
