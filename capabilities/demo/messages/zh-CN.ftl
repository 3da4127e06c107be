demo-other-network = 这个数据文件夹里是真实的站网，不是演示。请给演示另选一个文件夹（--data）。
