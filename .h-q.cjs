const {Connection,Client}=require('@temporalio/client');
(async()=>{const ports=JSON.parse(require('fs').readFileSync('.data/ports.json'));const c=await Connection.connect({address:'127.0.0.1:'+(process.argv[2])});const cl=new Client({connection:c});
for(const id of process.argv.slice(3)){const h=cl.workflow.getHandle('complaintEscalation/'+id);const m=await h.query('__temporal_workflow_metadata');console.log(m.currentDetails);const d=await h.describe();console.log(await d.staticSummary?.(),JSON.stringify(d.searchAttributes));}
process.exit(0)})().catch(e=>{console.error(e.message);process.exit(1)})
