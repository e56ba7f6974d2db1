#!/usr/bin/env python3
"""Lets pages of an origin read from a bucket and write to it: admit-origin.py ENDPOINT BUCKET ORIGIN

What `aws s3api put-bucket-cors` does. The credentials are in the environment.
"""

import sys

import botocore.session

endpoint, bucket, origin = sys.argv[1:]
client = botocore.session.get_session().create_client("s3", endpoint_url=endpoint, region_name="us-east-1")
client.put_bucket_cors(Bucket=bucket, CORSConfiguration={"CORSRules": [
    {"AllowedOrigins": [origin], "AllowedMethods": ["GET", "PUT"], "AllowedHeaders": ["*"]}]})
