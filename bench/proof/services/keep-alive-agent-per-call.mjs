import http from 'node:http';
import https from 'node:https';
import axios from 'axios';

/** @param {string} url */
export async function call(url) {
  const { data } = await axios.get(`${url}/ok`, {
    httpAgent: new http.Agent({ keepAlive: true }),
    httpsAgent: new https.Agent({ keepAlive: true }),
  });
  return data;
}
