// Uploads one file with tus-js-client as told by the JSON in the first argument, and prints what came of it as JSON.
//
//   endpoint, token, file, metadata   what, to where
//   chunkSize                         bytes a request
//   abortAt                           stop at so many bytes, then resume as a new process would: from the URL storage
//   deferred                          announce the length only with the last bytes
import fs from 'node:fs'
import * as tus from 'tus-js-client'

const order = JSON.parse(process.argv[2])
const requests = []

function options (more) {
  return {
    endpoint: order.endpoint,
    headers: { Authorization: `Bearer ${order.token}` },
    metadata: order.metadata,
    chunkSize: order.chunkSize,
    retryDelays: [0, 500, 1000],
    urlStorage: new tus.FileUrlStorage(order.storage),
    storeFingerprintForResuming: true,
    onAfterResponse: (request, response) => {
      requests.push({
        method: request.getMethod(),
        status: response.getStatus(),
        offset: Number(request.getHeader('Upload-Offset') ?? -1)
      })
    },
    ...more
  }
}

function upload (more, prepare) {
  return new Promise((resolve, reject) => {
    const input = order.deferred ? fs.createReadStream(order.file).pipe(passing()) : fs.createReadStream(order.file)
    const one = new tus.Upload(input, options({
      ...more(() => one, resolve),
      onError: reject
    }))
    prepare(one).then(() => one.start(), reject)
  })
}

// A stream without a path has no length that anybody could know.
function passing () {
  return new PassThrough()
}

const { PassThrough } = await import('node:stream')

const done = (one, resolve) => ({ onSuccess: () => resolve(one().url) })

let url
let resumedAt = 0
if (order.abortAt) {
  const broken = await upload((one, resolve) => ({
    onSuccess: () => resolve(null),
    onChunkComplete: (size, accepted) => {
      if (accepted >= order.abortAt) {
        const address = one().url
        one().abort().then(() => resolve(address))
      }
    }
  }), async () => {})
  const before = requests.length
  url = await upload(done, async one => {
    const previous = await one.findPreviousUploads()
    if (previous.length !== 1) throw new Error(`${previous.length} previous uploads`)
    one.resumeFromPreviousUpload(previous[0])
  })
  if (url !== broken) throw new Error(`${broken} was not resumed: ${url}`)
  resumedAt = requests.slice(before).find(request => request.method === 'PATCH').offset
} else {
  url = await upload((one, resolve) => ({
    ...done(one, resolve),
    ...(order.deferred ? { uploadLengthDeferred: true } : {})
  }), async () => {})
}
console.log(JSON.stringify({ url, resumed_at: resumedAt, requests: requests.length }))
