// A certificate authority for one run: made when it starts, known only to the processes it starts.
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { generate } from 'selfsigned';

/** @typedef {{ readonly key: string, readonly cert: string, readonly file: string }} Certificate */

/** @type {Promise<Certificate> | undefined} */
let made;

/**
 * The certificate of this process, for 127.0.0.1 and localhost. `file` holds it for `NODE_EXTRA_CA_CERTS`, so that
 * clients trust it without any option of their own.
 * @returns {Promise<Certificate>}
 */
export function certificate() {
  made ??= make();
  return made;
}

/** @returns {Promise<Certificate>} */
async function make() {
  const { cert, private: key } = await generate([{ name: 'commonName', value: 'localhost' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          { type: 7, ip: '127.0.0.1' },
        ],
      },
    ],
  });
  const folder = join(tmpdir(), 'client-lifecycle');
  mkdirSync(folder, { recursive: true });
  const file = join(mkdtempSync(join(folder, 'ca-')), 'ca.pem');
  writeFileSync(file, cert);
  return { key, cert, file };
}
