#include <lineout/posix/detail/frame_pieces.hpp>

#include <doctest/doctest.h>

#include <string>

using lineout::packet;
using lineout::detail::frame_pieces;
using lineout::detail::net_header;

TEST_CASE("the header says where the records and the checksum are") {
  char bytes[142];
  packet first{bytes, sizeof bytes, 0};
  first.append(142);
  const net_header header = net_header::of({first, nullptr, 3, 42, 34});
  CHECK(header.flags == 1);
  CHECK(header.segmentation == 5);
  CHECK(header.headers == 42);
  CHECK(header.segment == 100);
  CHECK(header.checksum_from == 34);
  CHECK(header.checksum_at == 6);
}

TEST_CASE("what follows a first record is one piece while there is room, and then a piece each") {
  std::string bytes(3000, 'x');
  packet rest[3];
  for (packet& one : rest) {
    one = {bytes.data(), bytes.size(), 0};
    one.append(1000);
  }
  frame_pieces all;
  all.add(bytes.data(), 1042);
  all.add(rest, 3);
  CHECK(all.used == 2);
  CHECK(all.pieces[1].iov_len == 3000);
  all.add(rest, 3);
  CHECK(all.used == 3);
  CHECK(all.joined_size == 6000);
  all.add(rest, 3);
  CHECK(all.used == 6);
  CHECK(all.pieces[5].iov_base == bytes.data());
  all.add(rest, 1);
  CHECK(all.used == 7);
}
