// expect: makes a local object at its first use
int firmware_read();

int firmware_use() {
  static int value = firmware_read();
  return value;
}
