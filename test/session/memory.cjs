// Loaded into the built server, before it: says what memory is in use whenever it is asked, on a channel of its own.

const { Socket } = require('node:net');
const { writeHeapSnapshot } = require('node:v8');

const channel = new Socket({ fd: 3 });
channel.unref();
channel.on('data', async (question) => {
  // What one collection frees may free more.
  for (let turn = 0; turn < 4; turn++) {
    globalThis.gc();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const name = question.toString().trim();
  if (name !== '') writeHeapSnapshot(name);
  const { heapUsed, rss, external } = process.memoryUsage();
  channel.write(`${JSON.stringify({ heapUsed, rss, external })}\n`);
});
