// expect: has a global constructor or destructor
int firmware_read();

struct device {
  device() : value{firmware_read()} {}
  int value;
};

device instance;

int firmware_use() { return instance.value; }
