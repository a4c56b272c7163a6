from conan import ConanFile
from conan.tools.build import check_min_cppstd
from conan.tools.files import copy
from conan.tools.layout import basic_layout
import os


class LineoutConan(ConanFile):
    name = "lineout"
    version = "@VERSION@"
    description = "@DESCRIPTION@"
    license = "BSL-1.0"
    topics = ("syslog", "logging", "embedded", "header-only")
    package_type = "header-library"
    settings = "os", "arch", "compiler", "build_type"
    exports_sources = "include/*", "LICENSE"
    no_copy_source = True

    def layout(self):
        basic_layout(self)

    def validate(self):
        if self.settings.get_safe("compiler.cppstd"):
            check_min_cppstd(self, 20)

    def package_id(self):
        self.info.clear()

    def package(self):
        copy(self, "LICENSE", self.source_folder, os.path.join(self.package_folder, "licenses"))
        copy(self, "*.hpp", os.path.join(self.source_folder, "include"), os.path.join(self.package_folder, "include"))

    def package_info(self):
        self.cpp_info.set_property("cmake_file_name", "lineout")
        self.cpp_info.set_property("pkg_config_name", "lineout")
        self.cpp_info.bindirs = []
        self.cpp_info.libdirs = []
        core = self.cpp_info.components["core"]
        core.set_property("cmake_target_name", "lineout::lineout")
        core.bindirs = []
        core.libdirs = []
        if self.settings.os in ("Linux", "FreeBSD", "Macos"):
            posix = self.cpp_info.components["posix"]
            posix.set_property("cmake_target_name", "lineout::posix")
            posix.requires = ["core"]
            posix.bindirs = []
            posix.libdirs = []
            posix.system_libs = ["pthread"]
