// parse.js MODULE: reads records, one in hexadecimal digits a line, by a parser from npm; writes one JSON object a line.
const name = process.argv[2];
const library = require(require.resolve(name, { paths: [process.argv[3]] }));
const parsers = {
  glossy: (words) => library.Parse.parse(words),
  'nsyslog-parser': (words) => (library.default || library)(words),
  'syslog-parse': (words) => (library.default || library)(words),
};
const lines = require('fs').readFileSync(0, 'ascii').split('\n').filter((line) => line);
for (const line of lines) {
  let got;
  try {
    got = parsers[name](Buffer.from(line, 'hex').toString('utf8'));
  } catch (error) {
    got = { error: String(error) };
  }
  console.log(JSON.stringify(got === undefined ? null : got));
}
