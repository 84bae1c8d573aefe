// SPDX-License-Identifier: Apache-2.0
// Unpacks Chromium, its libraries and its fonts beside this file.
import { createReadStream, createWriteStream, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress } from 'node:zlib';
import { extract } from 'tar-fs';

const here = import.meta.dirname;
const packed = (name) => createReadStream(join(here, 'node_modules/@sparticuz/chromium/bin', name));
const unpack = (name, to) => pipeline(packed(name), createBrotliDecompress(), to);

await Promise.all([
  unpack('chromium.br', createWriteStream(join(here, 'chromium'), { mode: 0o755 })),
  unpack('al2023.tar.br', extract(here)),
  unpack('fonts.tar.br', extract(here)),
]);
writeFileSync(
  join(here, 'fonts.conf'),
  `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>${join(here, 'fonts')}</dir><cachedir>${join(here, 'fonts-cache')}</cachedir></fontconfig>
`,
);
