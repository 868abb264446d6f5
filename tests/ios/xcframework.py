#!/usr/bin/env python3
"""Reads an XCFramework back, independently of what wrote it: python3 xcframework.py FOLDER

What Info.plist promises must be there: each library with exactly the processors, the platform and the
oldest iOS that it names, under one file name, and headers whose module maps name files that exist.
"""
import plistlib
import re
import struct
import sys
from pathlib import Path

PROCESSORS = {0x0100000C: "arm64", 0x01000007: "x86_64"}
PLATFORMS = {2: ("ios", None), 7: ("ios", "simulator")}
OLDEST = (15, 0)
MODULES = {"CSpanferry", "spanferryFFI"}


def archives(data):
    """The archives of a file: one, or one for each processor of a universal file."""
    magic, count = struct.unpack_from(">II", data)
    if magic != 0xCAFEBABE:
        return [data]
    found = []
    for at in range(count):
        processor, _, offset, size, align = struct.unpack_from(">IIIII", data, 8 + 20 * at)
        assert offset % (1 << align) == 0, "a part is not on a page"
        found.append(data[offset : offset + size])
        assert objects(found[-1])[0][0] == processor, "the header names another processor"
    return found


def objects(archive):
    """Processor, platform and oldest system of each object of an archive."""
    assert archive[:8] == b"!<arch>\n", "not an archive"
    found, at = [], 8
    while at + 60 <= len(archive):
        name, size = archive[at : at + 16], int(archive[at + 48 : at + 58])
        # A long name stands in front of the object.
        skip = int(name[3:]) if name.startswith(b"#1/") else 0
        body = archive[at + 60 + skip : at + 60 + size]
        if body[:4] == b"\xcf\xfa\xed\xfe":
            found.append(header(body))
        at += 60 + size + (size & 1)
    assert found, "an archive without an object"
    return found


def header(data):
    processor, count = struct.unpack_from("<I", data, 4)[0], struct.unpack_from("<I", data, 16)[0]
    at = 32
    for _ in range(count):
        command, size = struct.unpack_from("<II", data, at)
        if command == 0x32:  # LC_BUILD_VERSION
            platform, oldest = struct.unpack_from("<II", data, at + 8)
            return processor, platform, (oldest >> 16, oldest >> 8 & 0xFF)
        at += size
    raise AssertionError("an object that names no platform")


def check(root):
    plist = plistlib.loads((root / "Info.plist").read_bytes())
    assert plist["CFBundlePackageType"] == "XFWK" and plist["XCFrameworkFormatVersion"] == "1.0"
    libraries = plist["AvailableLibraries"]
    assert len({library["LibraryPath"] for library in libraries}) == 1, "the libraries have several names"
    folders = {library["LibraryIdentifier"] for library in libraries} | {"Info.plist"}
    assert folders == {entry.name for entry in root.iterdir()}, "Info.plist names other folders"
    for library in libraries:
        folder = root / library["LibraryIdentifier"]
        data = (folder / library["LibraryPath"]).read_bytes()
        found = [entry for archive in archives(data) for entry in objects(archive)]
        assert [PROCESSORS[entry[0]] for entry in found] == library["SupportedArchitectures"], found
        wanted = (library["SupportedPlatform"], library.get("SupportedPlatformVariant"))
        for _, platform, oldest in found:
            assert PLATFORMS[platform] == wanted and oldest == OLDEST, (platform, oldest)
        headers(folder / library["HeadersPath"])
        print(f"{folder.name}: {len(data)} bytes, {', '.join(library['SupportedArchitectures'])}")


def headers(folder):
    assert not (folder / "module.modulemap").exists(), "a module map that collides with other frameworks'"
    maps = {path.parent.name: path for path in folder.glob("*/module.modulemap")}
    assert set(maps) == MODULES, maps
    for name, path in maps.items():
        text = path.read_text()
        assert re.search(rf"^module {name} \{{", text, re.M), f"{path} is not the module {name}"
        for header in re.findall(r'header "([^"]+)"', text):
            assert (path.parent / header).is_file(), f"{path} names {header}, which is not there"


check(Path(sys.argv[1]))
