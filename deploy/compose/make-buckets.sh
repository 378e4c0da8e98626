#!/bin/bash
# Makes the two buckets if they are not there; run again it changes nothing.
#   WORM_BUCKET    versions and Object Lock, which only creation can switch on. A default retention of a day closes the
#                  gap of multipart uploads, whose lock headers some stores ignore.
#   SHARED_BUCKET  without versions: there a conditional write has exactly one winner.
set -euo pipefail
secrets=${SECRETS:-/run/secrets}
AWS_ACCESS_KEY_ID=$(<"$secrets/${ACCESS_KEY:-s3-access-key}")
AWS_SECRET_ACCESS_KEY=$(<"$secrets/${SECRET_KEY:-s3-secret-key}")
export AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY
s3() { aws --endpoint-url "$S3_ENDPOINT" s3api "$@"; }

if ! s3 head-bucket --bucket "$WORM_BUCKET" 2>/dev/null; then
    s3 create-bucket --bucket "$WORM_BUCKET" --object-lock-enabled-for-bucket
fi
s3 put-object-lock-configuration --bucket "$WORM_BUCKET" --object-lock-configuration \
    '{"ObjectLockEnabled":"Enabled","Rule":{"DefaultRetention":{"Mode":"COMPLIANCE","Days":1}}}'
# Parts of uploads that nobody ends are Unbroken's to clear away (upload.expires), not the store's: no such rule here.

s3 head-bucket --bucket "$SHARED_BUCKET" 2>/dev/null || s3 create-bucket --bucket "$SHARED_BUCKET"
state=$(s3 get-bucket-versioning --bucket "$SHARED_BUCKET" --query Status --output text)
if [ "$state" = Enabled ]; then
    echo "$SHARED_BUCKET keeps versions, and conditional writes there have several winners: use another bucket" >&2
    exit 1
fi
echo "buckets are there: $WORM_BUCKET (locked), $SHARED_BUCKET"
