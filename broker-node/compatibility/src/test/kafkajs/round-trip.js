// usage: node round-trip.js BOOTSTRAP TOPIC COUNT
// Creates a topic, produces COUNT keyed records, consumes them in a group, commits, and prints what it saw as JSON.
const { Kafka, logLevel, CompressionTypes } = require(process.env.KAFKAJS || 'kafkajs')

const [bootstrap, topic, countText] = process.argv.slice(2)
const count = Number(countText)
const kafka = new Kafka({ clientId: 'kafkajs-test', brokers: [bootstrap], logLevel: logLevel.ERROR })

async function run() {
  const admin = kafka.admin()
  await admin.connect()
  const created = await admin.createTopics({ waitForLeaders: true, topics: [{ topic, numPartitions: 3 }] })

  const producer = kafka.producer({ idempotent: true, maxInFlightRequests: 1 })
  await producer.connect()
  const messages = Array.from({ length: count }, (_, i) => ({
    key: `key-${i % 7}`, value: `value-${i}`, headers: { number: String(i) },
  }))
  await producer.send({ topic, acks: -1, compression: CompressionTypes.GZIP, messages })
  await producer.disconnect()

  const groupId = `${topic}-group`
  const consumer = kafka.consumer({ groupId })
  await consumer.connect()
  await consumer.subscribe({ topic, fromBeginning: true })
  const seen = []
  await new Promise((resolve, reject) => {
    consumer.run({
      eachMessage: async ({ message }) => {
        seen.push({ key: String(message.key), value: String(message.value), number: String(message.headers.number) })
        if (seen.length === count) resolve()
      },
    }).catch(reject)
  })
  await consumer.disconnect()

  const groups = (await admin.listGroups()).groups.map((g) => g.groupId)
  const offsets = await admin.fetchOffsets({ groupId, topics: [topic] })
  const committed = offsets[0].partitions.reduce((sum, p) => sum + Math.max(0, Number(p.offset)), 0)
  const ends = (await admin.fetchTopicOffsets(topic)).reduce((sum, p) => sum + Number(p.high), 0)
  const description = await admin.describeConfigs({ includeSynonyms: false, resources: [{ type: 2, name: topic }] })
  await admin.alterConfigs({
    validateOnly: false,
    resources: [{ type: 2, name: topic, configEntries: [{ name: 'retention.ms', value: '3600000' }] }],
  })
  const altered = await admin.describeConfigs({
    includeSynonyms: false, resources: [{ type: 2, name: topic, configNames: ['retention.ms'] }],
  })
  await admin.deleteGroups([groupId])
  await admin.deleteTopics({ topics: [topic] })
  const left = await admin.listTopics()
  await admin.disconnect()

  console.log(JSON.stringify({
    created,
    seen,
    committed,
    ends,
    listed: groups.includes(groupId),
    configs: description.resources[0].configEntries.length,
    retention: altered.resources[0].configEntries[0].configValue,
    deleted: !left.includes(topic),
  }))
}

run().catch((error) => {
  console.error(error)
  process.exit(1)
})
