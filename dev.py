import sys, json, subprocess, time
from datetime import date
from monazite.reading import read, as_dict, Document
def run(c, out):
    docs=[json.loads(l) for l in open(c)]
    t=time.perf_counter()
    rs=[as_dict(read(Document(d['title'],date.fromisoformat(d['date']),d['text'],d['id']))) for d in docs]
    print('time',time.perf_counter()-t, sum(len(d['text']) for d in docs), file=sys.stderr)
    open(out,'w').write('\n'.join(json.dumps(r) for r in rs)+'\n')
if __name__=='__main__': run(sys.argv[1],sys.argv[2])
