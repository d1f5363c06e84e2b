// Serves one empty bucket on loopback, and prints the port. Ends when its input ends, so also when the tests are killed.
const S3rver = require('s3rver');

const [directory, bucket, port] = process.argv.slice(2);
const server = new S3rver({ address: '127.0.0.1', port: Number(port), silent: true, directory, configureBuckets: [{ name: bucket }] });
server.run().then(address => console.log(address.port));
process.stdin.resume().on('end', () => process.exit());
