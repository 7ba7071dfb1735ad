-- Takes tokens out of a bucket: wskit's Bucket::consume, word for word. Every number is whole and below 2^53, where
-- doubles are exact.
--
-- KEYS[1] the bucket; ARGV: the units of a full one, those a millisecond adds, those the message takes, how far a clock
-- may lag in ms, and, in tests only, the time in ms.
-- Answers whether they were there (1 or 0), and the units that are left.
local full, per_ms, price, lag = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local now = tonumber(ARGV[5])
if not now then
  local time = redis.call('TIME')
  now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
end

local stored = redis.call('GET', KEYS[1])
local units, at = full, now
if stored then
  local kept_units, kept_at = string.match(stored, '^(%d+) (%d+)$')
  units, at = tonumber(kept_units) or full, tonumber(kept_at) or now
end

if now < at and at - now <= lag then
  now = at
end
-- A product that is too large to be exact is larger than a full bucket all the same.
units = math.min(full, units + math.max(0, now - at) * per_ms)
local allowed = price <= units
if allowed then
  units = units - price
end

if units < full then
  -- Once it is full it is as good as a new one. A time that was handed in says nothing of when that is.
  local lives = ARGV[5] and 3600000 or math.ceil((full - units) / per_ms)
  redis.call('SET', KEYS[1], string.format('%.0f %.0f', units, now), 'PX', string.format('%.0f', lives))
elseif stored then
  redis.call('DEL', KEYS[1])
end
return {allowed and 1 or 0, units}
