// @tus/server with its file store, no hashing, no syncing: as its README starts it.
// node server.mjs FOLDER; prints the address once it listens.
import { mkdirSync } from 'node:fs'
import { createServer } from 'node:http'
import { FileStore } from '@tus/file-store'
import { Server } from '@tus/server'

const directory = process.argv[2]
mkdirSync(directory, { recursive: true })
const tus = new Server({ path: '/files', datastore: new FileStore({ directory }) })
const http = createServer((request, response) => tus.handle(request, response))
// A 64 MiB body on a busy machine may take longer than Node lets a request take by default.
http.requestTimeout = 0
http.listen(0, '127.0.0.1', () => {
  console.log(`http://127.0.0.1:${http.address().port}/files/`)
})
